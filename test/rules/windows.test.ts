import { expect, test } from 'vitest'
import type { MetricValue } from '#domain/telemetry.ts'
import { makeEngine, makeEquipment, reading, T0 } from './story.ts'

/** Feeds `[second, value]…` of one metric and tells what became of one fault, in seconds. */
function watch(
  kind: string,
  fault: string,
  metric: string,
  points: Iterable<readonly [number, MetricValue]>,
  beside: Record<string, MetricValue> = {},
) {
  const equipment = makeEquipment(kind, kind === 'transformer' ? { cooling: 'oil' } : {})
  const engine = makeEngine(equipment)
  let last = 0
  for (const [s, value] of points) {
    engine.take(reading(equipment, T0 + s * 1000, { ...beside, [metric]: value }))
    last = s
  }
  engine.tick(T0 + last * 1000)
  return engine
    .transitions()
    .filter(t => t.code === fault)
    .map(t => [t.to, (t.at - T0) / 1000])
}

const every = (periodS: number, count: number, value: (i: number) => MetricValue, fromS = 0) =>
  Array.from({ length: count }, (_, i) => [fromS + i * periodS, value(i)] as const)

test('ELV-LEVEL: three of ten stops beyond 10 mm; two are not enough; ten good stops clear it', () => {
  const stops = (...errors: number[]) =>
    watch(
      'elevator',
      'ELV-LEVEL',
      'levellingError',
      every(60, errors.length, i => errors[i] ?? 0),
    )
  const good = Array<number>(10).fill(8)
  expect(stops(11, 2, -11, 2, 2, 2, 2, 2, 2, 2, 12)).toEqual([])
  expect(stops(11, 2, -11, 2, 12)).toEqual([['firing', 240]])
  expect(stops(1, -21, 1, 21)).toEqual([['firing', 180]])
  expect(stops(11, 11, 11, ...good)).toEqual([
    ['firing', 120],
    ['resolved', 720],
  ])
  expect(stops(11, 11, 11, ...good.slice(1), 9)).toEqual([['firing', 120]])
})

test('ELV-BRAKE: three measurements in a row', () => {
  const gaps = (...values: number[]) =>
    watch(
      'elevator',
      'ELV-BRAKE',
      'brakeGap',
      every(3600, values.length, i => values[i] ?? 0),
    )
  expect(gaps(0.71, 0.71, 0.7, 0.71, 0.71)).toEqual([])
  expect(gaps(0.7, 0.71, 0.71, 0.71)).toEqual([['firing', 10_800]])
})

test('ELV-DOOR-FAIL: four closing attempts within two minutes', () => {
  const door = (periodS: number) =>
    watch(
      'elevator',
      'ELV-DOOR-FAIL',
      'carDoorState',
      every(periodS, 8, i => (i % 2 ? 4 : 3)),
    )
  expect(door(15)).toEqual([['firing', 105]])
  expect(door(25)).toEqual([])
})

test('SPZ-CHATTER: more than five in an hour, cleared by a day without one', () => {
  const flow = (times: number) => [
    ...every(300, 2 * times, i => i % 2 === 1),
    ...every(300, 400, () => false, 600 * times),
  ]
  expect(watch('sprinkler-zone', 'SPZ-CHATTER', 'flowSwitch', flow(5))).toEqual([])
  expect(watch('sprinkler-zone', 'SPZ-CHATTER', 'flowSwitch', flow(6))).toEqual([
    ['firing', 3300],
    ['resolved', 3300 + 86_400],
  ])
})

test('HYD-SLOWLEAK: 0.01 MPa an hour over six hours', () => {
  const falling = (perHour: number) => every(1800, 16, i => 0.8 - (perHour * i) / 2)
  expect(watch('hydrant-point', 'HYD-SLOWLEAK', 'staticPressure', falling(0.0099))).toEqual([])
  expect(watch('hydrant-point', 'HYD-SLOWLEAK', 'staticPressure', falling(0.0101))).toEqual([['firing', 10_800]])
})

test('RCM-STEP and RCM-TEMP-RISE: slopes by the minute', () => {
  const step = (perMinute: number) => every(30, 4, i => 50 + (perMinute * i) / 2)
  expect(watch('residual-current-monitor', 'RCM-STEP', 'residualCurrent', step(100))).toEqual([])
  expect(watch('residual-current-monitor', 'RCM-STEP', 'residualCurrent', step(101))).toEqual([['firing', 30]])
  const rise = (perMinute: number) => every(60, 12, i => 30 + perMinute * i)
  expect(watch('residual-current-monitor', 'RCM-TEMP-RISE', 'cableTemperature1', rise(1))).toEqual([])
  expect(watch('residual-current-monitor', 'RCM-TEMP-RISE', 'cableTemperature1', rise(1.01))).toEqual([['firing', 300]])
})

test('TRF-AGEING: a mean of 24 h beyond the reference, for a day', () => {
  const hot = (mean: number) => every(300, 700, i => mean + (i % 2 ? 5 : -5))
  expect(watch('transformer', 'TRF-AGEING', 'hotSpotTemperature', hot(109.9))).toEqual([])
  expect(watch('transformer', 'TRF-AGEING', 'hotSpotTemperature', hot(111))).toEqual([['firing', 2 * 86_400]])
})

test('SPZ-FLOW: flow for 30 s together with the alarm pressure switch', () => {
  const zone = every(60, 5, () => true)
  expect(watch('sprinkler-zone', 'SPZ-FLOW', 'flowSwitch', zone, { alarmPressureSwitch: false })).toEqual([])
  expect(watch('sprinkler-zone', 'SPZ-FLOW', 'flowSwitch', zone, { alarmPressureSwitch: true })).toEqual([
    ['firing', 10],
  ])
})
