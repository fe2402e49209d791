import { describe, expect, test } from 'vitest'
import { COMPARISONS, type Condition } from '#domain/condition.ts'
import { series, track, truths } from './track.ts'

describe('threshold', () => {
  const hot: Condition = { type: 'threshold', metric: 'x', op: '>', value: 10, forS: 30 }

  test('each comparison', () => {
    const truth = (op: Condition & { type: 'threshold' } extends { op: infer O } ? O : never, x: number) =>
      track({ type: 'threshold', metric: 'x', op, value: 5 }, series('x', [[0, x]]))[0]?.truth
    const table = COMPARISONS.map(op => [op, ...[4, 5, 6].map(x => truth(op, x))])
    expect(table).toEqual([
      ['>', false, false, true],
      ['>=', false, true, true],
      ['<', true, false, false],
      ['<=', true, true, false],
      ['==', false, true, false],
      ['!=', true, false, true],
    ])
  })

  test('holds for its duration from the sample that made it true', () => {
    const outcomes = track(
      hot,
      series('x', [
        [0, 11],
        [29.999, 11],
        [30, 11],
        [31, 9],
        [32, 11],
      ]),
    )
    expect(truths(outcomes)).toEqual([false, false, true, false, false])
    expect(outcomes[0]).toMatchObject({ wakeAt: 30_000, pending: { since: 0, at: 30_000 } })
    expect(outcomes[2]).toMatchObject({ since: 30_000 })
    expect(outcomes[4]).toMatchObject({ pending: { since: 32_000, at: 62_000 } })
  })

  test('is dated to when the duration was reached, however late it is looked at', () => {
    expect(
      track(
        hot,
        series('x', [
          [0, 11],
          [500, 12],
        ]),
      )[1],
    ).toMatchObject({ truth: true, since: 30_000 })
  })

  test('unknown is unknown and breaks the duration; not applicable is false', () => {
    expect(
      truths(
        track(
          hot,
          series('x', [
            [0, 11],
            [20, null],
            [40, 11],
            [69, 11],
            [70, 11],
          ]),
        ),
      ),
    ).toEqual([false, undefined, false, false, true])
    expect(truths(track(hot, series('x', [[0, undefined]])))).toEqual([false])
  })

  test('looks again when the sample goes stale', () => {
    const now: Condition = { type: 'threshold', metric: 'x', op: '>', value: 10 }
    expect(track(now, series('x', [[7, 11]]))[0]?.wakeAt).toBe(1_007_001)
  })

  test('magnitude, and limits from parameters', () => {
    const slack: Condition = {
      type: 'threshold',
      metric: 'x',
      op: '>',
      fn: 'abs',
      value: { param: 'max', mult: 1.5, add: 1 },
    }
    expect(
      truths(
        track(
          slack,
          series('x', [
            [0, -4],
            [1, -4.1],
          ]),
          { max: 2 },
        ),
      ),
    ).toEqual([false, true])
    expect(() => track(slack, series('x', [[0, 1]]), { max: 'high' })).toThrow('parameter max is not a number')
  })

  test('a mean of 24 h is unknown until a day is covered, then follows the day', () => {
    const mean: Condition = { type: 'threshold', metric: 'x', op: '>', value: 10, fn: 'mean24h' }
    const day = (from: number, value: number) => Array.from({ length: 96 }, (_, i) => [from + i * 900, value] as const)
    const seen = truths(track(mean, series('x', [...day(0, 20), ...day(86_400, 0)])))
    expect(seen.slice(0, 96)).toEqual(Array(96).fill(undefined))
    expect(seen[96]).toBe(true)
    expect(seen.at(-1)).toBe(false)
    expect(seen.slice(96).filter(Boolean).length).toBeGreaterThan(40)
    expect(seen.slice(96).filter(Boolean).length).toBeLessThan(56)
  })
})

describe('state', () => {
  test('one of these, or none of those', () => {
    const wanted = (condition: Partial<Condition>, ...values: (number | boolean)[]) =>
      truths(
        track(
          { type: 'state', metric: 's', ...condition } as Condition,
          values.map((v, at) => ({ at, seen: { s: v } })),
        ),
      )
    expect(wanted({ in: [1, 2] }, 0, 1, 2)).toEqual([false, true, true])
    expect(wanted({ notIn: [1, 3] }, 0, 1, 3)).toEqual([true, false, false])
    expect(wanted({ in: [false] }, 0, false, true)).toEqual([false, true, false])
  })

  test('a code in words is what the equipment says it is', () => {
    const vendor: Condition = { type: 'state', metric: 's', in: ['VENDOR:OVERSPEED'] }
    expect(
      truths(
        track(
          vendor,
          series('s', [
            [0, 31],
            [1, 32],
          ]),
          { 'VENDOR:OVERSPEED': 31 },
        ),
      ),
    ).toEqual([true, false])
    expect(truths(track(vendor, series('s', [[0, 31]])))).toEqual([false])
  })
})

describe('stale', () => {
  const silent: Condition = { type: 'stale', metric: '*', afterS: { param: 'p', mult: 4 } }

  test('silent for long enough, dated to the moment', () => {
    const outcomes = track(
      silent,
      [
        { at: 39.999, heardAt: 0 },
        { at: 41, heardAt: 0 },
        { at: 42, heardAt: 42 },
      ],
      { p: 10 },
    )
    expect(outcomes).toMatchObject([{ truth: false, wakeAt: 40_000 }, { truth: true, since: 40_000 }, { truth: false }])
  })

  test('a longer report period of the equipment itself counts three times', () => {
    const short: Condition = { type: 'stale', metric: '*', afterS: 300 }
    expect(
      truths(
        track(
          short,
          [
            { at: 2699, heardAt: 0 },
            { at: 2700, heardAt: 0 },
          ],
          { reportPeriodS: 900 },
        ),
      ),
    ).toEqual([false, true])
  })

  test('unknown where nothing tells, false where the metric does not apply', () => {
    expect(track(silent, [{ at: 1 }], { p: 10 })[0]?.truth).toBeUndefined()
    expect(track({ type: 'stale', metric: 'x', afterS: 1 }, [{ at: 9, heardAt: 0, seen: {} }])[0]?.truth).toBe(false)
  })
})

describe('manual and external', () => {
  test('telemetry never makes a manual condition true, nor one that is not known', () => {
    expect(track({ type: 'manual' }, [{ at: 0 }])[0]?.truth).toBe(false)
    expect(track({ type: 'external', name: 'correlation' }, [{ at: 0 }])[0]?.truth).toBe(false)
  })

  test('telemetry again: the fault itself has been over for its duration', () => {
    const back: Condition = { type: 'external', name: 'anyTelemetry', forS: 60 }
    const moments = [
      { at: 0, active: true },
      { at: 10, active: false },
      { at: 69, active: false },
      { at: 70, active: false },
      { at: 71, active: true },
      { at: 72, active: undefined },
    ]
    expect(truths(track(back, moments))).toEqual([false, false, false, true, false, undefined])
  })
})

describe('spread', () => {
  const apart: Condition = {
    type: 'spread',
    metrics: ['a', 'b', 'c'],
    op: '>',
    value: 40,
    mode: 'maxMinusMin',
    forS: 5,
  }

  test('largest minus smallest, for its duration', () => {
    const far = { a: 200, b: 241, c: 220 }
    expect(
      truths(
        track(apart, [
          { at: 0, seen: far },
          { at: 5, seen: far },
          { at: 6, seen: { ...far, b: 240 } },
        ]),
      ),
    ).toEqual([false, true, false])
  })

  test('unknown while one is unknown', () => {
    expect(track(apart, [{ at: 0, seen: { a: 0, b: 500, c: null } }])[0]?.truth).toBeUndefined()
  })
})
