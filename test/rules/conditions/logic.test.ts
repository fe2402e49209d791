import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Condition } from '#domain/condition.ts'
import type { Truth } from '../../../rules/conditions/context.ts'
import { track } from './track.ts'

const is = (metric: string, forS = 0): Condition => ({ type: 'state', metric, in: [true], forS })
const truth = fc.constantFrom<Truth>(true, false, undefined)
const seenAs = (truths: readonly Truth[]) =>
  Object.fromEntries(truths.map((t, i) => [`m${i}`, t === undefined ? null : t]))

describe('three values', () => {
  const judge = (type: 'all' | 'any', truths: readonly Truth[]) =>
    track({ type, of: truths.map((_, i) => is(`m${i}`)) }, [{ at: 0, seen: seenAs(truths) }])[0]?.truth

  test('all: false beats unknown, unknown beats true', () => {
    fc.assert(
      fc.property(fc.array(truth, { minLength: 1, maxLength: 5 }), truths => {
        const expected = truths.includes(false) ? false : truths.includes(undefined) ? undefined : true
        expect(judge('all', truths)).toBe(expected)
      }),
    )
  })

  test('any: true beats unknown, unknown beats false', () => {
    fc.assert(
      fc.property(fc.array(truth, { minLength: 1, maxLength: 5 }), truths => {
        const expected = truths.includes(true) ? true : truths.includes(undefined) ? undefined : false
        expect(judge('any', truths)).toBe(expected)
      }),
    )
  })
})

describe('durations of groups', () => {
  test('all counts from when the last part became true', () => {
    const both: Condition = { type: 'all', of: [is('a'), is('b')], forS: 10 }
    const outcomes = track(both, [
      { at: 0, seen: { a: true, b: false } },
      { at: 4, seen: { a: true, b: true } },
      { at: 14, seen: { a: true, b: true } },
    ])
    expect(outcomes).toMatchObject([
      { truth: false, pending: undefined },
      { truth: false, pending: { since: 4000, at: 14_000 } },
      { truth: true, since: 14_000 },
    ])
  })

  test('a part with a duration of its own comes first', () => {
    const both: Condition = { type: 'all', of: [is('a'), is('b', 3)], forS: 30 }
    const seen = { a: true, b: true }
    const outcomes = track(both, [
      { at: 0, seen },
      { at: 3, seen },
      { at: 32.999, seen },
      { at: 33, seen },
    ])
    expect(outcomes[0]?.pending).toEqual({ since: 0, at: 33_000 })
    expect(outcomes.map(o => o.truth)).toEqual([false, false, false, true])
    expect(outcomes[3]?.since).toBe(33_000)
  })

  test('any goes on when one part takes over from another', () => {
    const either: Condition = { type: 'any', of: [is('a'), is('b')], forS: 10 }
    const outcomes = track(either, [
      { at: 0, seen: { a: true, b: false } },
      { at: 5, seen: { a: true, b: true } },
      { at: 6, seen: { a: false, b: true } },
      { at: 10, seen: { a: false, b: true } },
    ])
    expect(outcomes[3]).toMatchObject({ truth: true, since: 10_000 })
  })

  test('any is pending with the part that is due first', () => {
    const either: Condition = { type: 'any', of: [is('a', 20), is('b', 10)] }
    expect(track(either, [{ at: 0, seen: { a: true, b: true } }])[0]?.pending).toEqual({ since: 0, at: 10_000 })
  })
})
