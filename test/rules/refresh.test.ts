import { expect, test } from 'vitest'
import { classEntry } from '#domain/catalogue.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { silentLog } from '#domain/log.ts'
import { createEngine } from '../../rules/engine.ts'
import { makeEquipment, reading, catalogue as shipped, T0 } from './story.ts'

const MINUTE = 60_000
const lift = makeEquipment('elevator')
const elevator = shipped.classes.get('elevator')
if (!elevator) throw new Error('no elevator')
const hotAt = (limit: number, change: Partial<FaultRule> = {}): FaultRule => {
  const rule = elevator.fault.get('ELV-MOTOR-HOT')
  if (!rule) throw new Error('no rule')
  const condition = {
    type: 'threshold' as const,
    metric: 'motorTemperature',
    op: '>' as const,
    value: limit,
    forS: 300,
  }
  return { ...rule, condition, version: 1, ...change }
}

/** An engine whose rule about a hot motor can be replaced. */
function changeable() {
  const classes = new Map(shipped.classes)
  const engine = createEngine({
    ...{ catalogue: { ...shipped, classes }, follow: 'telemetry', graceMs: 0, listeningSince: 0, log: silentLog },
    equipment: id => (id === lift.id ? lift : undefined),
  })
  const put = (...rules: FaultRule[]) => {
    const others = elevator?.faults.filter(fault => !rules.some(rule => rule.code === fault.code)) ?? []
    if (elevator) classes.set('elevator', classEntry({ ...elevator, faults: [...others, ...rules] }))
    engine.refresh()
    engine.settleOpen()
    engine.settleOpen()
  }
  /** Reports every minute from `from` to `to`, both included. */
  const run = (from: number, to: number, metrics: Record<string, number>) => {
    for (let minute = from; minute <= to; minute++) engine.take(reading(lift, T0 + minute * MINUTE, metrics))
    engine.tick(T0 + to * MINUTE)
    return engine.transitions().map(({ to: state, code, id, at }) => [state, code, id[0], (at - T0) / MINUTE])
  }
  return { engine, put, run }
}

test('a changed rule takes effect with the next readings, and another keeps the time it has waited', () => {
  const { put, run } = changeable()
  const metrics = { motorTemperature: 100, machineRoomTemperature: 45 }
  expect(run(0, 20, metrics)).toEqual([])
  put(hotAt(90))
  expect(run(21, 40, metrics)).toEqual([
    ['firing', 'ELV-MOTOR-HOT', 'f', 25],
    ['firing', 'ELV-ROOM-HOT', 'f', 30],
  ])
})

test('an open fault outlives a change of its rule, and ends by the new one even when that is switched off', () => {
  const { put, run } = changeable()
  expect(run(0, 6, { motorTemperature: 130 })).toEqual([['firing', 'ELV-MOTOR-HOT', 'f', 5]])
  put(hotAt(150, { mode: 'off' }))
  expect(run(7, 8, { motorTemperature: 130 })).toEqual([])
  expect(run(9, 25, { motorTemperature: 80 })).toEqual([['resolved', 'ELV-MOTOR-HOT', 'f', 19]])
  expect(run(26, 40, { motorTemperature: 200 })).toEqual([])
})

test('what a rule found on trial is found anew when it is meant', () => {
  const { put, run } = changeable()
  put(hotAt(90, { mode: 'shadow' }))
  expect(run(0, 6, { motorTemperature: 100 })).toEqual([['firing', 'ELV-MOTOR-HOT', 's', 5]])
  put(hotAt(90, { version: 2 }))
  expect(run(7, 13, { motorTemperature: 100 })).toEqual([['firing', 'ELV-MOTOR-HOT', 'f', expect.any(Number)]])
})

test('after a restart the memory of another version of the rule is worth nothing', () => {
  const before = changeable()
  before.put(hotAt(90))
  before.run(0, 3, { motorTemperature: 100 })
  const [[id, json] = ['', '']] = [...before.engine.save()]
  const firedAt = (version: number) => {
    const after = changeable()
    after.put(hotAt(90, { version }))
    after.engine.restore(id, json)
    after.engine.settleOpen()
    after.engine.settleOpen()
    return after.run(4, 10, { motorTemperature: 100 }).map(transition => transition[3])
  }
  expect(firedAt(1)).toEqual([5])
  expect(firedAt(2)).toEqual([8])
})

test('a rule with a scope looks only there', () => {
  const { put, run } = changeable()
  put(hotAt(90, { scope: { equipment: ['another'] } }))
  expect(run(0, 9, { motorTemperature: 100 })).toEqual([])
  put(hotAt(90, { scope: { sites: [lift.site] } }))
  expect(run(10, 16, { motorTemperature: 100 })).toHaveLength(1)
})
