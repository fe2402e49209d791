import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FaultTransition } from '#domain/faults.ts'
import type { SpoolItem } from '#domain/spool.ts'
import type { MetricValue } from '#domain/telemetry.ts'
import { makeEngine, makeEquipment, reading, T0 } from './story.ts'

const feeder = makeEquipment('feeder-circuit')
const MINUTE = 60_000

/** The faults as they stand in the end: when each began, and when it ended if it did; what was taken back is gone. */
function settled(transitions: readonly FaultTransition[]) {
  const open = new Map<string, { code: string; at: number; end?: number }>()
  for (const { id, code, to, at } of transitions) {
    const known = open.get(id)
    if (to === 'firing') open.set(id, { code, at: known?.at ?? at })
    if (to === 'resolved' && known) {
      if (at === known.at) open.delete(id)
      else open.set(id, { code: known.code, at: known.at, end: at })
    }
  }
  return [...open.values()].map(f => `${f.code} ${(f.at - T0) / 1000}`).sort()
}

const told = (engine: ReturnType<typeof makeEngine>) =>
  engine.transitions().map(t => [t.code, t.to, (t.at - T0) / 1000])

function faultsOf(items: readonly SpoolItem[]) {
  const engine = makeEngine(feeder)
  for (const item of items) engine.take(item)
  engine.tick(T0 + 3 * 60 * MINUTE)
  const open = engine.firing().map(f => `${f.code} ${(f.at - T0) / 1000}`)
  return { faults: settled(engine.transitions()), open: open.sort() }
}

type Said = Record<string, MetricValue>
const said = fc.record(
  {
    panelTemperature: fc.constantFrom(40, 54, 56, 61),
    voltageL1N: fc.constantFrom(140, 190, 220, 250),
    voltageL2N: fc.constantFrom(220, 230),
    voltageL3N: fc.constantFrom(220, 230),
    currentL1: fc.constantFrom(10, 90, 130),
  },
  { requiredKeys: ['panelTemperature'] },
)
/** Readings 5 to 40 s apart. */
const history = fc
  .array(fc.tuple(fc.integer({ min: 5, max: 40 }), said), { minLength: 10, maxLength: 80 })
  .map(steps => {
    let ts = T0
    return steps.map(([s, metrics]) => {
      ts += s * 1000
      return { ts, metrics: metrics as Said }
    })
  })

const items = (told: readonly { ts: number; metrics: Said }[]) => told.map(r => reading(feeder, r.ts, r.metrics))

test('in whatever order readings come within the lateness, the faults are the same', () => {
  const delayed = history.chain(told =>
    fc.tuple(
      fc.constant(told),
      fc.array(fc.integer({ min: 0, max: 119 }), { minLength: told.length, maxLength: told.length }),
    ),
  )
  fc.assert(
    fc.property(delayed, ([told, delays]) => {
      const arrivals = told.map((r, i) => ({ ...r, arrives: r.ts + (delays[i] ?? 0) * 1000 }))
      const shuffled = [...arrivals].sort((a, b) => a.arrives - b.arrives)
      expect(faultsOf(items(shuffled))).toEqual(faultsOf(items(told)))
    }),
    { numRuns: 150 },
  )
})

test('twice the same readings are the same faults', () => {
  fc.assert(
    fc.property(history, fc.array(fc.boolean(), { minLength: 80, maxLength: 80 }), (told, doubled) => {
      const again = told.flatMap((r, i) => (doubled[i] ? [r, r] : [r]))
      expect(faultsOf(items(again))).toEqual(faultsOf(items(told)))
    }),
    { numRuns: 80 },
  )
})

test('a reading split into messages, in any order, is the same reading', () => {
  fc.assert(
    fc.property(history, fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 80, maxLength: 80 }), (told, cuts) => {
      const split = told.flatMap(({ ts, metrics }, i) => {
        const pairs = Object.entries(metrics)
        const parts = [pairs.slice(0, cuts[i]), pairs.slice(cuts[i])].filter(part => part.length > 0)
        return (i % 2 ? parts.reverse() : parts).map(part => ({ ts, metrics: Object.fromEntries(part) }))
      })
      expect(faultsOf(items(split))).toEqual(faultsOf(items(told)))
    }),
    { numRuns: 80 },
  )
})

test('what a late reading disproves ends where it began; what it proves begins when it happened', () => {
  const engine = makeEngine(feeder)
  const say = (s: number, panelTemperature: number) => engine.take(reading(feeder, T0 + s * 1000, { panelTemperature }))
  for (let s = 0; s <= 840; s += 60) say(s, 56)
  say(960, 56)
  expect(told(engine)).toEqual([['FDC-PANEL-HOT', 'firing', 900]])
  say(870, 40)
  expect(told(engine)).toEqual([['FDC-PANEL-HOT', 'resolved', 900]])
  expect(engine.firing()).toEqual([])
})

test('a fault that was told with its end and did not happen is taken back: it ended where it began', () => {
  const stairs = makeEquipment('escalator')
  const engine = makeEngine(stairs)
  const say = (s: number, emergencyStop: boolean) =>
    engine.take(reading(stairs, T0 + s * 1000, { emergencyStop, runState: 1 }))
  for (const s of [0, 1]) say(s, s === 1)
  for (let s = 4; s <= 40; s += 2) say(s, false)
  expect(told(engine)).toEqual([
    ['ESC-ESTOP', 'firing', 3],
    ['ESC-ESTOP', 'resolved', 34],
  ])
  say(2, false)
  expect(told(engine)).toEqual([['ESC-ESTOP', 'resolved', 3]])
})

test('a clock that steps back makes history of its readings until it has caught up within the lateness', () => {
  const engine = makeEngine(feeder)
  const say = (s: number, panelTemperature: number) => engine.take(reading(feeder, T0 + s * 1000, { panelTemperature }))
  for (let s = 0; s <= 3600; s += 60) say(s, 40)
  for (let s = 600; s <= 3480; s += 60) say(s, 70)
  expect(engine.transitions()).toEqual([])
  expect(engine.state(feeder.id)?.lastSeen).toBe(T0 + 3_600_000)
})
