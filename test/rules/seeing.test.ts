import { expect, test } from 'vitest'
import { parseClass } from '#domain/catalogue.ts'
import type { Condition } from '#domain/condition.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { silentLog } from '#domain/log.ts'
import { createEngine } from '../../rules/engine.ts'
import { catalogue, makeEquipment, reading, T0 } from './story.ts'

const feeder = makeEquipment('feeder-circuit', { ratedCurrent: 100 })
const HOT: Condition = { type: 'threshold', metric: 'panelTemperature', op: '>', value: 50, forS: 120 }
const COOL: Condition = { type: 'threshold', metric: 'panelTemperature', op: '<', value: 45 }

/** An engine whose feeders have this one rule; `stopwatch` is a clock of milliseconds. */
function engineWith(change: Partial<FaultRule>, stopwatch?: () => number) {
  const entry = catalogue.classes.get('feeder-circuit')
  const model = entry?.fault.get('FDC-PANEL-HOT')
  if (!entry || !model) throw new Error('the catalogue lacks its model')
  const { metric: _, fault: _fault, ...plain } = entry
  const made = parseClass('test', { ...plain, faults: [{ ...model, condition: HOT, clear: COOL, ...change }] })
  return createEngine({
    catalogue: { ...catalogue, classes: new Map([['feeder-circuit', made]]) },
    equipment: () => feeder,
    follow: 'telemetry',
    graceMs: 0,
    listeningSince: 0,
    log: silentLog,
    ...(stopwatch && { stopwatch }),
  })
}

/** What a fault had shown when it ended, of panel temperatures by the minute. */
function seenOf(change: Partial<FaultRule>, metrics: readonly Record<string, number>[]) {
  const engine = engineWith(change)
  for (const [i, values] of metrics.entries()) engine.take(reading(feeder, T0 + i * 60_000, values))
  return engine.transitions().flatMap(({ to, seen }) => (to === 'resolved' ? [seen] : []))
}
const panel = (...values: number[]) => values.map(panelTemperature => ({ panelTemperature }))

test('an ended fault tells its longest unbroken time and its furthest value with the limit', () => {
  const [seen] = seenOf({}, panel(51, 52, 53, 58, 48, 55, 47, 44))
  expect(seen).toEqual({
    heldS: 240,
    peaks: [{ metric: 'panelTemperature', op: '>', value: 58, ts: T0 + 180_000, limit: 50 }],
  })
})

test('a limit by a parameter comes with what it is a factor of; a magnitude counts as one; each phase tells its own', () => {
  const phase = (metric: string): Condition => ({
    ...{ type: 'threshold', metric, op: '>', fn: 'abs' },
    value: { param: 'ratedCurrent', mult: 1.1 },
  })
  const condition: Condition = { type: 'any', of: [phase('currentL1'), phase('currentL2')] }
  const clear: Condition = { type: 'threshold', metric: 'currentL2', op: '<', value: 60 }
  const loads = [
    { currentL1: 115, currentL2: 70 },
    { currentL1: 20, currentL2: 125 },
    { currentL1: 20, currentL2: 50 },
  ]
  const [seen] = seenOf({ condition, clear }, loads)
  expect(seen?.peaks).toMatchObject([
    { metric: 'currentL1', value: 115, limit: expect.closeTo(110), per: 100 },
    { metric: 'currentL2', value: 125, limit: expect.closeTo(110), per: 100 },
  ])
})

test('what a fault has shown survives a restart', () => {
  const [first, second] = [engineWith({}), engineWith({})]
  for (const [i, panelTemperature] of [51, 52, 53, 70].entries())
    first.take(reading(feeder, T0 + i * 60_000, { panelTemperature }))
  for (const [id, json] of first.save()) second.restore(id, json)
  for (const [i, panelTemperature] of [60, 44].entries())
    second.take(reading(feeder, T0 + (4 + i) * 60_000, { panelTemperature }))
  expect(second.transitions().at(-1)?.seen).toMatchObject({ heldS: 300, peaks: [{ value: 70 }] })
})

test('a fault that only its device told of tells nothing', () => {
  const engine = engineWith({})
  for (const active of [true, false])
    engine.take({
      ...{ kind: 'event', site: 'tower', gateway: 'gw-1', equipment: feeder.id, class: feeder.class, receivedAt: T0 },
      event: { code: 'FDC-PANEL-HOT', active, ts: T0 + (active ? 0 : 60_000) },
    })
  expect(engine.transitions().map(({ to, seen }) => [to, seen])).toEqual([
    ['firing', undefined],
    ['resolved', undefined],
  ])
})

test('the health of a rule tells the time that it takes, and its part of that of all', () => {
  let ms = 0
  const engine = engineWith({}, () => {
    ms += 2
    return ms
  })
  expect(engine.health()[0]).not.toHaveProperty('timeUs')
  for (let i = 0; i < 200; i++) engine.take(reading(feeder, T0 + i * 1000, { panelTemperature: 20 + (i % 7) }))
  const [health] = engine.health()
  expect(health).toMatchObject({ timeUs: 2000 * (health?.evaluations ?? 0), timeShare: 1 })
})
