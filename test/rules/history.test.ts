import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FaultTransition, PendingFault } from '#domain/faults.ts'
import type { SpoolItem } from '#domain/spool.ts'
import type { MetricValue } from '#domain/telemetry.ts'
import type { Engine } from '../../rules/engine.ts'
import { makeEngine, makeEquipment, reading, T0 } from './story.ts'

/** Few values on both sides of the limits, so that random histories raise and clear many faults. */
const METRICS: Record<string, readonly MetricValue[]> = {
  serviceMode: [1, 1, 2],
  carDirection: [0, 1, 2, null],
  doorZone: [true, false],
  carDoorState: [1, 2, 3],
  carOccupied: [true, false],
  alarmButton: [true, false],
  safetyChainClosed: [true, false],
  machineVibration: [1, 3, 9],
  levellingError: [1, 12, 30],
  motorTemperature: [80, 110, 130],
  carSpeed: [0, 1, 3],
  vendorFaultCode: [0, 7],
}
const names = Object.keys(METRICS)
const lift = makeEquipment('elevator', { 'VENDOR:OVERSPEED': 7, trapConfirmS: 45 })

const metrics = fc
  .subarray(names, { minLength: 1 })
  .chain(chosen => fc.record(Object.fromEntries(chosen.map(name => [name, fc.constantFrom(...(METRICS[name] ?? []))]))))
const history = fc
  .array(fc.record({ gapS: fc.constantFrom(1, 5, 10, 30, 60, 200, 400), metrics }), { minLength: 1, maxLength: 60 })
  .map(steps => {
    let ts = T0
    return steps.map(({ gapS, metrics }) => {
      ts += gapS * 1000
      return { ts, metrics }
    })
  })

/** What happened by the end of the history, in an order that does not depend on how it was delivered. */
function finish(engine: Engine, end: number): FaultTransition[] {
  engine.tick(end + 3_600_000)
  return engine.transitions().sort((a, b) => a.at - b.at || a.id.localeCompare(b.id) || a.to.localeCompare(b.to))
}

function run(items: readonly SpoolItem[], end: number) {
  const engine = makeEngine(lift)
  for (const item of items) engine.take(item)
  return finish(engine, end)
}

/** Evidence may name other samples of the same instant; what happened and when may not differ. */
const facts = (transitions: readonly FaultTransition[]) =>
  transitions.map(({ id, to, code, at }) => ({ id, to, code, at }))

const byCode = (pending: readonly PendingFault[]) => pending.toSorted((a, b) => a.code.localeCompare(b.code))

const end = (steps: readonly { ts: number }[]) => steps.at(-1)?.ts ?? T0
const items = (steps: readonly { ts: number; metrics: Record<string, MetricValue> }[]) =>
  steps.map(step => reading(lift, step.ts, step.metrics))

test('splitting a message into one a metric, in any order, changes nothing', () => {
  fc.assert(
    fc.property(history, fc.boolean(), (steps, reversed) => {
      const split = steps.flatMap(({ ts, metrics }) => {
        const parts = Object.entries(metrics).map(([name, value]) => reading(lift, ts, { [name]: value }))
        return reversed ? parts.reverse() : parts
      })
      expect(facts(run(split, end(steps)))).toEqual(facts(run(items(steps), end(steps))))
    }),
    { numRuns: 300 },
  )
})

test('delivering messages twice or more changes nothing', () => {
  fc.assert(
    fc.property(history, fc.array(fc.nat(), { maxLength: 30 }), (steps, again) => {
      const once = items(steps)
      const more = once.flatMap((item, i) => [
        item,
        ...again
          .filter(n => n % once.length <= i)
          .slice(0, 2)
          .map(n => once[n % once.length] ?? item),
      ])
      expect(facts(run(more, end(steps)))).toEqual(facts(run(once, end(steps))))
    }),
    { numRuns: 300 },
  )
})

test('a restart at any point changes nothing', () => {
  fc.assert(
    fc.property(history, fc.array(fc.nat({ max: 60 }), { maxLength: 5 }), (steps, stops) => {
      let engine = makeEngine(lift)
      const seen: FaultTransition[] = []
      for (const [i, item] of items(steps).entries()) {
        engine.take(item)
        if (!stops.includes(i)) continue
        seen.push(...engine.transitions())
        const saved = [...engine.save()]
        const pending = engine.pending()
        engine = makeEngine(lift)
        for (const [id, json] of saved) engine.restore(id, json)
        expect(byCode(engine.pending())).toEqual(byCode(pending))
      }
      const resumed = [...seen, ...finish(engine, end(steps))]
      const whole = run(items(steps), end(steps))
      expect(new Set(facts(resumed).map(f => JSON.stringify(f)))).toEqual(
        new Set(facts(whole).map(f => JSON.stringify(f))),
      )
      expect(resumed).toHaveLength(whole.length)
    }),
    { numRuns: 300 },
  )
})

test('replaying from an older state gives the same ids again', () => {
  fc.assert(
    fc.property(history, fc.nat({ max: 59 }), fc.nat({ max: 59 }), (steps, a, b) => {
      const [saveAt, crashAt] = [Math.min(a, b), Math.max(a, b)]
      const all = items(steps)
      const first = makeEngine(lift)
      for (const item of all.slice(0, saveAt)) first.take(item)
      const saved = [...first.save()]
      for (const item of all.slice(saveAt, crashAt)) first.take(item)
      const before = first.transitions()
      const second = makeEngine(lift)
      for (const [id, json] of saved) second.restore(id, json)
      for (const item of all.slice(saveAt)) second.take(item)
      const union = new Set([...before, ...finish(second, end(steps))].map(t => `${t.id} ${t.to} ${t.at}`))
      expect(union).toEqual(new Set(run(all, end(steps)).map(t => `${t.id} ${t.to} ${t.at}`)))
    }),
    { numRuns: 300 },
  )
})

test('the histories are worth the name: they raise many different faults', () => {
  const codes = fc
    .sample(history, { numRuns: 200, seed: 7 })
    .flatMap(steps => run(items(steps), end(steps)).map(t => `${t.code} ${t.to}`))
  expect(codes.length).toBeGreaterThan(1000)
  expect(new Set(codes).size).toBeGreaterThan(8)
})

test('an occurrence opens once and ends once, in that order, and never two at a time', () => {
  fc.assert(
    fc.property(history, steps => {
      const open = new Map<string, string>()
      const engine = makeEngine(lift)
      for (const item of items(steps)) engine.take(item)
      engine.tick(end(steps) + 3_600_000)
      for (const t of engine.transitions()) {
        expect(open.get(t.code)).toBe(t.to === 'firing' ? undefined : t.id)
        if (t.to === 'firing') open.set(t.code, t.id)
        else open.delete(t.code)
      }
    }),
  )
})
