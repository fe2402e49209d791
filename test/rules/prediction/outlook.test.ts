import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { theilSen } from '../../../rules/conditions/theilSen.ts'
import { crossing } from '../../../rules/prediction/crossing.ts'
import { outlook } from '../../../rules/prediction/outlook.ts'
import { createRandom } from '../../../simulators/random.ts'
import { DAY_MS, RISING, remembered } from './remembered.ts'

const LIMIT = 100
const RUNS = 600
/** Three standard deviations of a share that was counted `RUNS` times. */
const chance = (share: number) => 3 * Math.sqrt((share * (1 - share)) / RUNS)

/** Wear in a straight line that is at the limit `left` days after the last of `days`, with noise from day to day. */
const wear = fc.record({
  seed: fc.nat(),
  days: fc.integer({ min: 14, max: 45 }),
  slope: fc.double({ min: 0.2, max: 3, noNaN: true }),
  left: fc.double({ min: 5, max: 100, noNaN: true }),
  noise: fc.double({ min: 0.5, max: 3, noNaN: true }),
})
type Wear = { seed: number; days: number; slope: number; left: number; noise: number }

/** The middle of day `days - 1` is the last that was measured. */
const truthOf = ({ days, left }: Wear) => (days - 0.5 + left) * DAY_MS

function outlookOn({ seed, days, slope, left, noise }: Wear) {
  const random = createRandom(seed)
  const level = (day: number) => LIMIT - slope * (days - 1 + left - day)
  const { memory, truth, now } = remembered(
    RISING,
    Array.from({ length: days }, (_, day) => level(day) + random.normal(0, slope * noise)),
  )
  return { ...outlook(RISING, memory, LIMIT, now), said: truth, now }
}

describe('the interval', () => {
  test('holds the truth about as often as it says, over all lengths, slopes and noises', () => {
    const cases = fc.sample(wear, { numRuns: RUNS, seed: 20_261_127 })
    const told = cases.flatMap(one => {
      const { at, from = 0, to = Infinity, confidence } = outlookOn(one)
      return confidence === undefined || at === undefined
        ? []
        : [{ at, held: from <= truthOf(one) && truthOf(one) <= to }]
    })
    expect(told.length).toBeGreaterThan(RUNS / 2)
    const share = told.filter(({ held }) => held).length / told.length
    expect(share).toBeGreaterThan(0.8 - chance(0.8))
    expect(share).toBeLessThan(0.8 + chance(0.8) + 0.05)
  })

  test('is wider where noise lasts from day to day', () => {
    const held = Array.from({ length: RUNS }, (_, seed) => {
      const random = createRandom(seed)
      let error = 0
      const points = Array.from({ length: 30 }, (__, day) => {
        error = 0.5 * error + Math.sqrt(0.75) * random.normal(0, 2)
        return [day, 41 + day + error] as const
      })
      const { from, to } = crossing(points, theilSen(points), LIMIT)
      return from <= 59 && 59 <= to
    })
    // As if each day told something of its own, it would be 0.56.
    expect(held.filter(Boolean).length / RUNS).toBeGreaterThan(0.68)
  })

  test('lies around the date, in the future, and the rule says what the outlook says', () => {
    fc.assert(
      fc.property(wear, one => {
        const { at, from, to, fires, reason, bend, said, now } = outlookOn(one)
        expect(fires).toBe(said === true)
        expect(reason === undefined).toBe(at !== undefined)
        if (at === undefined) return
        expect([from === undefined, bend === undefined]).toEqual([bend !== undefined, from !== undefined])
        expect(from ?? at).toBeGreaterThanOrEqual(now)
        expect(from ?? at).toBeLessThanOrEqual(at)
        expect(to ?? at).toBeGreaterThanOrEqual(at)
      }),
      { numRuns: 300 },
    )
  })
})

describe('no date', () => {
  test('of a level with noise, but for the one in a hundred that the rule takes for a trend', () => {
    const dates = Array.from({ length: RUNS }, (_, seed) => {
      const random = createRandom(seed)
      const { memory, now } = remembered(
        RISING,
        Array.from({ length: 30 }, () => random.normal(90, 2)),
      )
      return outlook(RISING, memory, LIMIT, now)
    })
    expect(dates.filter(({ at }) => at !== undefined).length / RUNS).toBeLessThan(0.01 + chance(0.01))
    expect(new Set(dates.map(({ reason }) => reason))).toEqual(new Set(['noTrend', 'noise', undefined]))
  })

  test.each([
    ['tooFewDays', { days: 13, needed: 14 }, Array.from({ length: 13 }, (_, day) => 50 + day)],
    ['noTrend', { days: 20, slopePerDay: 0 }, Array.from({ length: 20 }, () => 90)],
    ['noTrend', { slopePerDay: -1 }, Array.from({ length: 20 }, (_, day) => 90 - day)],
    ['noise', {}, Array.from({ length: 20 }, (_, day) => 90 + 5 * Math.sin(day * 12.9898) + day * 0.1)],
    ['reached', { fires: true }, Array.from({ length: 20 }, (_, day) => 85 + day)],
    ['tooFar', { fires: false }, Array.from({ length: 20 }, (_, day) => 50 + day * 0.01)],
  ] as const)('%s %o', (reason, told, values) => {
    const { memory, now } = remembered(RISING, values)
    const said = outlook(RISING, memory, LIMIT, now)
    expect(said).toMatchObject({ reason, ...told })
    expect(said.at).toBeUndefined()
  })

  test('further ahead than five windows there is only a time before which it does not come', () => {
    const { memory, now } = remembered(
      RISING,
      Array.from({ length: 20 }, (_, day) => 50 + day * 0.01),
    )
    expect(outlook(RISING, memory, LIMIT, now).from).toBe((19.5 + 5 * 30) * DAY_MS)
  })
})

describe('wear that is not a straight line', () => {
  /** The catalogue's bearing model (DM-VIB): v0 + a (exp(t / tau) - 1), with daily noise. */
  const bearing = (seed: number) => {
    const random = createRandom(seed)
    return Array.from({ length: 130 }, (_, day) => (1.2 + 0.25 * (Math.exp(day / 45) - 1)) * random.logNormal(0.02))
  }
  const vibration = { ...RISING, windowDays: 60, limit: 7.1 }

  test('has no interval, which it would not keep, and says that it goes faster', () => {
    for (let seed = 0; seed < 30; seed++) {
      const { memory, now } = remembered(vibration, bearing(seed))
      const { bend, confidence, from, to } = outlook(vibration, memory, 7.1, now)
      expect([bend, confidence, from, to]).toEqual(['faster', undefined, undefined, undefined])
    }
  })
})

test('a line without noise is at its limit on the day, from above as from below', () => {
  const rising = remembered(
    RISING,
    Array.from({ length: 20 }, (_, day) => 50 + day),
  )
  expect(outlook(RISING, rising.memory, LIMIT, rising.now)).toMatchObject({
    ...{ at: 50.5 * DAY_MS, from: 50.5 * DAY_MS, to: 50.5 * DAY_MS, confidence: 0.8 },
    ...{ level: 69, levelAt: 19.5 * DAY_MS, slopePerDay: 1, fires: false },
  })
  const falling = { ...RISING, direction: 'down' }
  const { memory, now } = remembered(
    falling,
    Array.from({ length: 20 }, (_, day) => 150 - day),
  )
  expect(outlook(falling, memory, LIMIT, now)).toMatchObject({ at: 50.5 * DAY_MS, slopePerDay: -1 })
})
