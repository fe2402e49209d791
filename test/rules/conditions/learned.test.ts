import { describe, expect, test } from 'vitest'
import type { Condition } from '#domain/condition.ts'
import { series, track, truths } from './track.ts'

const DAY = 86_400
/** `value(day)` four times a day. */
const daily = (days: number, value: (day: number) => number) =>
  series(
    'x',
    Array.from({ length: days * 4 }, (_, i) => [i * (DAY / 4), value(i / 4)] as const),
  )
const firstTrue = (condition: Condition, days: number, value: (day: number) => number) =>
  track(condition, daily(days, value)).findIndex(o => o.truth) / 4

describe('deviation', () => {
  const worn: Condition = {
    type: 'deviation',
    metric: 'x',
    baseline: 'commissioning',
    op: '>',
    value: 25,
    unit: '%',
    windowS: 2 * DAY,
    fn: 'mean',
  }

  test('is unknown while the first week is learned, then compares a mean with it', () => {
    const outcomes = track(
      worn,
      daily(20, day => (day < 12 ? 100 : 130)),
    )
    expect(truths(outcomes.slice(0, 28)).every(t => t === undefined)).toBe(true)
    expect(truths(outcomes.slice(28, 48)).every(t => t === false)).toBe(true)
    expect(outcomes.findIndex(o => o.truth) / 4).toBeCloseTo(13.5, 0)
  })

  test('just inside the limit is nothing; a commissioning baseline does not follow', () => {
    expect(firstTrue(worn, 60, day => 100 + Math.min(24, day))).toBeLessThan(0)
    expect(firstTrue(worn, 60, day => 100 + day)).toBeGreaterThan(25)
  })

  test('a rolling baseline follows slow change and sees a step', () => {
    const rolling: Condition = { ...worn, baseline: 'rolling30d' }
    expect(firstTrue(rolling, 120, day => 100 + 0.2 * day)).toBeLessThan(0)
    expect(firstTrue(rolling, 60, day => (day < 40 ? 100 : 140))).toBeGreaterThan(40)
  })

  test('its memory is bounded, however often and long it is sampled', () => {
    const dense = series(
      'x',
      Array.from({ length: 5000 }, (_, i) => [i * 1800, 100] as const),
    )
    const size = (n: number) =>
      JSON.stringify(track({ ...worn, baseline: 'rolling30d' }, dense.slice(0, n)).at(-1)?.memory).length
    expect(size(5000)).toBeLessThan(size(2500) * 1.2)
  })
})

describe('trend', () => {
  const rising: Condition = {
    type: 'trend',
    metric: 'x',
    limit: 70,
    withinDays: 30,
    windowDays: 30,
    method: 'theil-sen',
    minPoints: 14,
    direction: 'up',
  }

  test('is true when the slope reaches the limit in time, and not before', () => {
    // 10 + day reaches 70 on day 60: known from day 30 on.
    expect(firstTrue(rising, 50, day => 10 + day)).toBeCloseTo(31, 0)
    expect(firstTrue(rising, 50, day => 10 + 0.2 * day)).toBeLessThan(0)
    expect(firstTrue({ ...rising, direction: 'down', limit: 40 }, 60, day => 100 - day)).toBeCloseTo(31, 0)
  })

  test('too few days are unknown; noise around a level is no trend', () => {
    expect(
      truths(
        track(
          rising,
          daily(14, day => 60 + day),
        ),
      ).every(t => t === undefined),
    ).toBe(true)
    const noise = (day: number) => 60 + 5 * Math.sin(day * 12.9898)
    expect(firstTrue(rising, 100, noise)).toBeLessThan(0)
  })

  test('a fifth of wild values does not bend it', () => {
    const wild = (day: number) => (Math.floor(day) % 5 === 0 ? 500 : 10 + 0.1 * day)
    expect(firstTrue(rising, 60, wild)).toBeLessThan(0)
  })

  test('after a repair its history begins anew', () => {
    const outcomes = track(
      rising,
      daily(60, day => (day < 40 ? 20 + day + Math.sin(day) : 20 + Math.sin(day))),
    )
    expect(outcomes[39 * 4]?.truth).toBe(true)
    expect(truths(outcomes.slice(44 * 4)).includes(true)).toBe(false)
  })
})

describe('a counter', () => {
  const flaps: Condition = { type: 'rate', metric: 'x', op: '>', value: 5, per: 'h', windowS: 3600 }
  const counted = (values: readonly number[]) =>
    truths(
      track(
        flaps,
        series(
          'x',
          values.map((v, i) => [i * 600, v] as const),
        ),
        {},
        { x: 2 ** 32 },
      ),
    ).at(-1)

  test('that begins anew counts from 0, and one that rolls over goes on', () => {
    expect(counted([900, 900, 900, 0, 0, 0, 0])).toBe(false)
    expect(counted([900, 902, 904, 1, 3, 5, 7])).toBe(true)
    const end = 2 ** 32
    expect(counted([end - 2, end - 2, end - 1, 0, 0, 0, 0])).toBe(false)
    expect(counted([end - 6, end - 4, end - 2, 0, 2, 4, 6])).toBe(true)
  })
})

describe('a mean over any window', () => {
  test('covers it before it says anything', () => {
    const warm: Condition = { type: 'threshold', metric: 'x', op: '>', value: 50, fn: 'mean', windowS: 3600 }
    const outcomes = track(
      warm,
      series(
        'x',
        Array.from({ length: 13 }, (_, i) => [i * 600, i % 2 ? 90 : 30] as const),
      ),
    )
    expect(truths(outcomes.slice(0, 6)).every(t => t === undefined)).toBe(true)
    expect(truths(outcomes.slice(6)).every(t => t === true)).toBe(true)
  })
})
