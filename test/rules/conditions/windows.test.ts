import { describe, expect, test } from 'vitest'
import type { Condition } from '#domain/condition.ts'
import { series, track, truths } from './track.ts'

describe('nOfM', () => {
  const often: Condition = {
    type: 'nOfM',
    of: { type: 'threshold', metric: 'x', op: '>', value: 10 },
    n: 3,
    m: 5,
    unit: 'stops',
  }

  test('three of the last five stops', () => {
    const stops = [11, 1, 11, 1, 11, 1, 1].map((v, at) => [at, v] as const)
    expect(truths(track(often, series('x', stops)))).toEqual([false, false, false, false, true, false, false])
  })

  test('a sample counts once, however often it is looked at', () => {
    const looks = Array.from({ length: 9 }, (_, at) => ({ at, measuredAt: 0, seen: { x: 11 } }))
    expect(truths(track(often, looks)).every(t => t === false)).toBe(true)
  })
})

describe('count', () => {
  const chatter: Condition = {
    type: 'count',
    of: { type: 'state', metric: 's', in: [true] },
    op: '>=',
    value: 2,
    windowS: 100,
    mode: 'transitions',
  }

  test('counts becoming true, not being true, within the window', () => {
    const outcomes = track(
      chatter,
      series('s', [
        [0, true],
        [10, false],
        [20, true],
        [30, true],
        [40, false],
        [50, true],
        [121, true],
      ]),
    )
    expect(truths(outcomes)).toEqual([false, false, false, false, false, true, false])
    expect(outcomes[5]?.wakeAt).toBe(120_000)
  })

  test('an unknown in between is no change', () => {
    expect(
      truths(
        track(
          chatter,
          series('s', [
            [0, false],
            [1, true],
            [2, null],
            [3, true],
            [4, null],
            [5, true],
          ]),
        ),
      ).at(-1),
    ).toBe(false)
  })

  test('fewer than: only after a whole window', () => {
    const quiet: Condition = { ...chatter, op: '<', value: 1 }
    expect(
      truths(
        track(
          quiet,
          series('s', [
            [0, false],
            [99, false],
            [100, false],
            [101, true],
            [201, true],
          ]),
        ),
      ),
    ).toEqual([undefined, undefined, true, false, true])
  })
})

describe('sequence', () => {
  const start: Condition = {
    type: 'sequence',
    first: { type: 'state', metric: 'command', in: [true] },
    // biome-ignore lint/suspicious/noThenProperty: the catalogue's grammar names it so
    then: { type: 'state', metric: 'runs', in: [true] },
    withinS: 30,
  }
  const step = (at: number, command: boolean | null, runs: boolean | null) => ({ at, seen: { command, runs } })

  test('the second does not follow in time', () => {
    const outcomes = track(start, [
      step(0, false, false),
      step(5, true, false),
      step(34.999, true, false),
      step(35, true, false),
    ])
    expect(truths(outcomes)).toEqual([false, false, false, true])
    expect(outcomes[1]).toMatchObject({ wakeAt: 35_000, pending: { since: 5000, at: 35_000 } })
    expect(outcomes[3]?.since).toBe(35_000)
  })

  test('it follows: over until the first ends, even when the second ends sooner', () => {
    expect(
      truths(track(start, [step(0, true, false), step(29, true, true), step(40, true, false), step(99, true, false)])),
    ).toEqual([false, false, false, false])
  })

  test('cancelled when the first ends; anew when it comes again', () => {
    const moments = [
      step(0, true, false),
      step(20, false, false),
      step(31, false, false),
      step(40, true, false),
      step(70, true, false),
    ]
    expect(truths(track(start, moments))).toEqual([false, false, false, false, true])
  })

  test('no word of the second is no confirmation; no word of the first is unknown', () => {
    expect(truths(track(start, [step(0, true, null), step(30, true, null)]))).toEqual([false, true])
    expect(truths(track(start, [step(0, null, false)]))).toEqual([undefined])
  })
})

describe('rate', () => {
  const leak: Condition = { type: 'rate', metric: 'x', op: '<', value: -0.01, per: 'h', windowS: 21_600 }
  const fall = (perHour: number) => Array.from({ length: 13 }, (_, i) => [i * 1800, 0.4 + (perHour * i) / 2] as const)

  test('unknown until half a window is covered, then the slope decides', () => {
    const seen = truths(track(leak, series('x', fall(-0.011))))
    expect(seen.slice(0, 6)).toEqual(Array(6).fill(undefined))
    expect(seen.slice(6)).toEqual(Array(7).fill(true))
    expect(truths(track(leak, series('x', fall(-0.009)))).at(-1)).toBe(false)
  })

  test('keeps few points however dense the samples', () => {
    const dense = Array.from({ length: 21_600 }, (_, i) => [i, 0.4 - i * 0.00001] as const)
    const last = track(leak, series('x', dense)).at(-1)
    expect(last?.truth).toBe(true)
    expect(JSON.stringify(last?.memory).length).toBeLessThan(3000)
  })

  test('only while its gate holds', () => {
    const gated: Condition = { ...leak, when: { type: 'state', metric: 'filling', in: [false] } }
    const moments = fall(-0.02).map(([at, x]) => ({ at, seen: { x, filling: at === 9000 } }))
    const seen = truths(track(gated, moments))
    expect(seen[5]).toBe(false)
    expect(seen[11]).toBeUndefined()
    expect(seen[12]).toBe(true)
  })
})

describe('stuck', () => {
  const frozen: Condition = {
    type: 'stuck',
    metric: 'x',
    windowS: 100,
    when: { type: 'threshold', metric: 'load', op: '>', value: 10 },
  }
  const step = (at: number, x: number, load: number) => ({ at, seen: { x, load } })

  test('no change for the window while loaded', () => {
    const outcomes = track(frozen, [
      step(0, 5, 20),
      step(99, 5, 20),
      step(100, 5, 30),
      step(101, 5.1, 30),
      step(200, 5.1, 30),
      step(201, 5.1, 30),
    ])
    expect(truths(outcomes)).toEqual([false, false, true, false, false, true])
  })

  test('time without load does not count', () => {
    expect(
      truths(track(frozen, [step(0, 5, 20), step(50, 5, 5), step(60, 5, 20), step(159, 5, 20), step(160, 5, 20)])),
    ).toEqual([false, false, false, false, true])
  })
})
