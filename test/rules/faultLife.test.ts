import { describe, expect, test } from 'vitest'
import { parseClass } from '#domain/catalogue.ts'
import type { Condition } from '#domain/condition.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { silentLog } from '#domain/log.ts'
import { createEngine, type Engine } from '../../rules/engine.ts'
import { catalogue, makeEngine, makeEquipment, reading, T0 } from './story.ts'

const feeder = makeEquipment('feeder-circuit')
const above = (value: number): Condition => ({ type: 'threshold', metric: 'panelTemperature', op: '>', value })
const below = (value: number): Condition => ({ type: 'threshold', metric: 'panelTemperature', op: '<', value })

/** An engine whose feeders have one rule, changed as the test wants. */
function engineWith(change: Partial<FaultRule>, rules = 1): Engine {
  const entry = catalogue.classes.get('feeder-circuit')
  const model = entry?.fault.get('FDC-PANEL-HOT')
  if (!entry || !model) throw new Error('the catalogue lacks its model')
  const { metric: _, fault: _fault, ...plain } = entry
  const faults = Array.from({ length: rules }, (_, i) => ({ ...model, ...change, code: `HOT-${i}` }))
  const made = parseClass('test', { ...plain, faults })
  return createEngine({
    catalogue: { ...catalogue, classes: new Map([['feeder-circuit', made]]) },
    equipment: () => feeder,
    follow: 'telemetry',
    graceMs: 0,
    listeningSince: 0,
    log: silentLog,
  })
}

const say = (engine: Engine, s: number, panelTemperature: number | boolean | null) =>
  engine.take(reading(feeder, T0 + s * 1000, { panelTemperature }))
const told = (engine: Engine) =>
  engine.transitions().map(({ to, at, severity, occurrences }) => [to, (at - T0) / 1000, severity ?? occurrences ?? ''])

describe('the grade of an open fault', () => {
  const graded: Partial<FaultRule> = {
    condition: above(50),
    clear: below(45),
    severity: 'advisory',
    tiers: [
      { severity: 'major', condition: above(80) },
      { severity: 'general', condition: above(65) },
    ],
  }

  test('rises at once and falls after a hold', () => {
    const engine = engineWith(graded)
    for (const [s, value] of [
      [0, 55],
      [60, 70],
      [120, 85],
      [180, 60],
      [240, 60],
      [480, 60],
      [540, 60],
    ] as const)
      say(engine, s, value)
    expect(told(engine)).toEqual([
      ['firing', 0, ''],
      ['changed', 60, 'general'],
      ['changed', 120, 'major'],
      ['changed', 480, 'advisory'],
    ])
  })

  test('does not fall while its tier is unknown, nor for a short dip', () => {
    const engine = engineWith(graded)
    for (const [s, value] of [
      [0, 85],
      [60, null],
      [600, null],
      [660, 85],
      [720, 60],
      [780, 85],
      [840, 85],
    ] as const)
      say(engine, s, value)
    expect(told(engine)).toEqual([['firing', 0, 'major']])
  })
})

test('an off-delay keeps a fault firing; a relapse meanwhile is not an end', () => {
  const engine = engineWith({ condition: above(50), clear: below(45), keepFiringS: 120 })
  for (const [s, value] of [
    [0, 55],
    [60, 40],
    [120, 55],
    [180, 40],
    [240, 40],
    [330, 40],
  ] as const)
    say(engine, s, value)
  expect(told(engine)).toEqual([
    ['firing', 0, ''],
    ['resolved', 300, ''],
  ])
})

test('a fault that chatters stays one occurrence, counted; after a rest it is a new one', () => {
  const engine = engineWith({ condition: above(50), clear: below(45) })
  for (let i = 0; i < 3; i++) {
    say(engine, i * 60, 55)
    say(engine, i * 60 + 30, 40)
  }
  say(engine, 1000, 55)
  const transitions = engine.transitions()
  const firings = transitions.filter(t => t.to === 'firing')
  expect(firings.map(t => t.occurrences ?? 1)).toEqual([1, 2, 3, 1])
  expect(new Set(transitions.slice(0, 6).map(t => t.id)).size).toBe(1)
  expect(firings[3]?.id).not.toBe(firings[0]?.id)
})

describe('odd input', () => {
  test('a duration of zero fires at once; one of a year fires a year later', () => {
    const atOnce = engineWith({ condition: { ...above(50), forS: 0 } as Condition })
    say(atOnce, 0, 55)
    expect(told(atOnce)).toEqual([['firing', 0, '']])
    const YEAR = 365 * 86_400
    const engine = engineWith({ condition: { ...above(50), forS: YEAR } as Condition })
    for (let day = 0; day <= 366; day++)
      for (let s = 0; s < 86_400; s += 600) if (day < 2 || day > 363) say(engine, day * 86_400 + s, 55)
    // The silence of a year is unknown, and unknown breaks a duration.
    expect(told(engine)).toEqual([])
    const watched = engineWith({ condition: { ...above(50), forS: YEAR } as Condition })
    for (let s = 0; s <= YEAR; s += 600) say(watched, s, 55)
    expect(told(watched)).toEqual([['firing', YEAR, '']])
  })

  test('a metric that changes its type is unknown to a limit; an open fault stays open', () => {
    const engine = engineWith({ condition: above(50), clear: below(45) })
    say(engine, 0, 55)
    say(engine, 60, true)
    say(engine, 120, false)
    say(engine, 180, Number.NaN)
    expect(told(engine)).toEqual([['firing', 0, '']])
    say(engine, 240, 40)
    expect(told(engine)).toEqual([['resolved', 240, '']])
    expect(engine.health().every(rule => rule.errors === 0)).toBe(true)
  })

  test('ten thousand rules on one class are all evaluated', () => {
    const engine = engineWith({ condition: above(50), clear: below(45) }, 10_000)
    say(engine, 0, 55)
    expect(engine.transitions()).toHaveLength(10_000)
    say(engine, 60, 55)
    expect(engine.evaluated()).toBe(10_000)
  })
})

describe('faults over a zone', () => {
  const lights = [1, 2, 3, 4].map(i => makeEquipment('emergency-light', {}, `light-${i}`))
  const out = (engine: Engine, i: number, s: number, lampState: number) => {
    const light = lights[i - 1]
    if (light) engine.take(reading(light, T0 + s * 1000, { lampState }))
  }
  const zone = (engine: Engine) =>
    engine.transitions().flatMap(t => (t.code === 'EML-ZONE' ? [[t.to, t.equipment, (t.at - T0) / 1000]] : []))
  const lamp = catalogue.classes.get('emergency-light')?.fault.get('EML-LAMP')?.condition
  const failed = JSON.stringify(lamp).match(/"lampState","in":\[(\d)/)?.[1]

  test('three lights out in a zone are one fault, which one of them carries until all but one are back', () => {
    const engine = makeEngine(...lights)
    for (let s = 0; s <= 3600; s += 60) for (const i of [1, 2]) out(engine, i, s, Number(failed))
    expect(zone(engine)).toEqual([])
    for (let s = 3660; s <= 7200; s += 60) for (const i of [1, 2, 3, 4]) out(engine, i, s, Number(failed))
    expect(zone(engine).map(([to, who]) => [to, who])).toEqual([['firing', 'light-3']])
    for (let s = 7260; s <= 100_000; s += 60) {
      for (const i of [1, 2, 3]) out(engine, i, s, 1)
      out(engine, 4, s, Number(failed))
    }
    expect(zone(engine).map(([to, who]) => [to, who])).toEqual([['resolved', 'light-3']])
  })
})

test('an escalator that turns without stopping has reversed; one that stops first has not', () => {
  const escalator = makeEquipment('escalator')
  const run = (...states: (readonly [number, number])[]) => {
    const engine = makeEngine(escalator)
    for (const [s, runState] of states) engine.take(reading(escalator, T0 + s * 1000, { runState }))
    return engine
      .transitions()
      .filter(t => t.code === 'ESC-REVERSAL')
      .map(t => [t.to, (t.at - T0) / 1000])
  }
  expect(run([0, 1], [10, 1], [11, 2])).toEqual([['firing', 11]])
  expect(run([0, 1], [10, 0], [11, 2])).toEqual([])
  expect(run([0, 1], [60, 2])).toEqual([])
})

test('every fault of the catalogue can be decided by telemetry, by the device or by a person', () => {
  const health = makeEngine(feeder).health()
  expect(health).toHaveLength(207)
  expect(health.filter(rule => rule.unsupported.length > 0)).toEqual([])
  const manual = health.filter(rule => !rule.supported).map(rule => rule.code)
  expect(manual).toEqual([])
})

test('a changed parameter counts from its time on; earlier readings see the one before', () => {
  let pump = makeEquipment('hydrant-point', { minStatic: 0.1 })
  const engine = createEngine({
    catalogue,
    equipment: () => pump,
    follow: 'telemetry',
    graceMs: 0,
    listeningSince: 0,
    log: silentLog,
  })
  const press = (s: number) => engine.take(reading(pump, T0 + s * 1000, { staticPressure: 0.15 }))
  const low = () => engine.transitions().flatMap(t => (t.code === 'HYD-LOW' ? [[t.to, (t.at - T0) / 1000]] : []))
  for (let s = 0; s <= 600; s += 60) press(s)
  const before = { endedAt: T0 + 900_000, params: pump.params, by: 'chen' }
  pump = { ...pump, params: { minStatic: 0.2 }, paramsBefore: [before] }
  for (let s = 660; s <= 840; s += 60) press(s)
  expect(low()).toEqual([])
  for (let s = 900; s <= 1500; s += 60) press(s)
  const forS = catalogue.classes.get('hydrant-point')?.fault.get('HYD-LOW')?.condition
  expect(low()).toEqual([['firing', 900 + (forS?.type === 'threshold' ? Number(forS.forS ?? 0) : 0)]])
})
