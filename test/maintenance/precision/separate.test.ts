import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { roundBetween } from '../../../maintenance/precision/roundBetween.ts'
import { type Level, separate } from '../../../maintenance/precision/separate.ts'
import { wilson } from '../../../maintenance/precision/wilson.ts'

const levels = fc.array(fc.record({ genuine: fc.boolean(), level: fc.integer({ min: 0, max: 30 }) }), { maxLength: 40 })
const share = (some: readonly Level[], of: (one: Level) => boolean) => some.filter(of).length / some.length
/** Sensitivity + specificity − 1 of a limit, counted the slow way. */
const youdenOf = (all: readonly Level[], limit: number) =>
  share(
    all.filter(one => one.genuine),
    one => one.level > limit,
  ) +
  share(
    all.filter(one => !one.genuine),
    one => one.level <= limit,
  ) -
  1

describe('the cut between genuine and false', () => {
  test('no limit tells them apart better, and what it says of its tickets is true of any number in it', () => {
    fc.assert(
      fc.property(levels, all => {
        const cut = separate(all)
        const limits = all.map(one => one.level)
        const best = Math.max(0, ...limits.map(limit => youdenOf(all, limit) || 0))
        expect(cut?.youden ?? 0).toBeCloseTo(best, 12)
        if (!cut) return
        const limit = roundBetween(cut.low, cut.high)
        expect(youdenOf(all, limit)).toBeCloseTo(cut.youden, 12)
        expect(all.filter(one => one.genuine && one.level > limit)).toHaveLength(cut.kept)
        expect(all.filter(one => !one.genuine && one.level <= limit)).toHaveLength(cut.spared)
      }),
    )
  })

  test('where none may be missed, every genuine one lies above it', () => {
    fc.assert(
      fc.property(levels, all => {
        const cut = separate(all, { keepAll: true })
        if (cut) expect(cut.kept).toBe(all.filter(one => one.genuine).length)
      }),
    )
  })

  test('a number between two others is as short as can be', () => {
    expect(roundBetween(109.3, 114.8)).toBe(110)
    expect(roundBetween(0.71, 0.74)).toBe(0.73)
    expect(roundBetween(-40, 25)).toBe(0)
    expect(roundBetween(299, 301)).toBe(300)
    const pair = fc.tuple(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
    )
    fc.assert(
      fc.property(pair, ([low, width]) => {
        const between = roundBetween(low, low + width)
        expect(low < between && between < low + width).toBe(true)
      }),
    )
  })
})

describe("Wilson's interval", () => {
  test.each([
    [81, 263, 0.2553, 0.3662],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [1, 1, 0.2065, 1],
  ])('of %i among %i is from %f to %f', (hits, of, low, high) => {
    const found = wilson(hits, of)
    expect([found?.value, found?.low, found?.high]).toEqual([
      hits / of,
      expect.closeTo(low, 4),
      expect.closeTo(high, 4),
    ])
  })

  test('of nothing there is none', () => expect(wilson(0, 0)).toBeUndefined())
})
