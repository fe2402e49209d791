import { describe, expect, test } from 'vitest'
import type { Equipment } from '#domain/equipment.ts'
import type { FaultTransition } from '#domain/faults.ts'
import { silentLog } from '#domain/log.ts'
import type { SpoolItem } from '#domain/spool.ts'
import { createEngine } from '../../rules/engine.ts'
import { catalogue, makeEngine, makeEquipment, reading, T0 } from './story.ts'

const brief = (transitions: readonly FaultTransition[]) => transitions.map(t => [t.code, t.to, t.at - T0])

const event = (equipment: Equipment, ts: number, code: string, active: boolean): SpoolItem => {
  const { id, site, gateway = '', class: kind } = equipment
  return { kind: 'event', equipment: id, class: kind, site, gateway, receivedAt: ts, event: { ts, code, active } }
}

describe('a transition', () => {
  const feeder = makeEquipment('feeder-circuit')

  test('says whose it is, when it happened and what decided', () => {
    const engine = makeEngine(feeder)
    for (const s of [0, 250, 500, 750, 899])
      engine.take(reading(feeder, T0 + s * 1000, { panelTemperature: 60 + s / 899 }))
    expect(engine.pending()).toEqual([
      { equipment: feeder.id, code: 'FDC-PANEL-HOT', since: T0, firesAt: T0 + 900_000 },
    ])
    engine.take(reading(feeder, T0 + 930_000, { panelTemperature: 62 }))
    expect(engine.pending()).toEqual([])
    const [fired] = engine.transitions()
    expect(fired).toMatchObject({
      to: 'firing',
      at: T0 + 900_000,
      equipment: feeder.id,
      site: 'tower',
      class: 'feeder-circuit',
      code: 'FDC-PANEL-HOT',
      evidence: [{ metric: 'panelTemperature', value: 61, ts: T0 + 899_000, limit: 55 }],
    })
    expect(fired?.id).toMatch(/^f-[0-9a-f]{20}$/)
  })

  test('to resolved carries the id of the firing; the next occurrence has its own', () => {
    const engine = makeEngine(feeder)
    const trip = (ts: number, breakerState: number) => engine.take(reading(feeder, ts, { breakerState }))
    const pump = makeEquipment('fire-pump')
    const other = makeEngine(pump)
    for (const [s, hours] of [
      [0, 800],
      [60, 1],
      [600, 800],
      [660, 1],
    ] as const)
      other.take(reading(pump, T0 + s * 1000, { hoursSinceTest: hours }))
    const told = other.transitions().filter(t => t.code === 'FPU-TEST-MISSED')
    const [first, end, second, secondEnd] = told
    expect([first, end, second, secondEnd].map(t => t?.to)).toEqual(['firing', 'resolved', 'firing', 'resolved'])
    expect(end?.id).toBe(first?.id)
    expect(secondEnd?.id).toBe(second?.id)
    expect(second?.id).not.toBe(first?.id)
    trip(T0, 2)
    expect(brief(engine.transitions())).toEqual([['FDC-TRIP', 'firing', 0]])
  })
})

describe('readings', () => {
  const lift = makeEquipment('elevator')
  const moving = { carDirection: 1, carDoorState: 1, doorZone: false }

  test('parts of one instant are looked at together, not one after the other', () => {
    const engine = makeEngine(lift)
    engine.take(reading(lift, T0, { carDirection: 0, carDoorState: 3, doorZone: true, carOccupied: false }))
    engine.take(reading(lift, T0 + 1000, { carDirection: 1 }))
    engine.take(reading(lift, T0 + 1000, { doorZone: false }))
    engine.take(reading(lift, T0 + 1000, { carDoorState: 1 }))
    engine.take(reading(lift, T0 + 2000, { carDirection: 1 }))
    expect(brief(engine.transitions())).toEqual([])
  })

  test('an instant that stays alone is closed after a while, and dated to itself', () => {
    const engine = makeEngine(lift)
    engine.take(reading(lift, T0, moving))
    engine.take(reading(lift, T0 + 1000, { carDoorState: 3 }))
    expect(engine.transitions()).toEqual([])
    engine.settleOpen()
    expect(engine.transitions()).toEqual([])
    engine.settleOpen()
    expect(brief(engine.transitions())).toEqual([['ELV-UCM', 'firing', 1000]])
  })

  test('a reading that tells all a rule needs is looked at on the spot', () => {
    const engine = makeEngine(lift)
    engine.take(reading(lift, T0, { ...moving, carDoorState: 3 }))
    expect(brief(engine.transitions())).toEqual([['ELV-UCM', 'firing', 0]])
  })

  test('an older value is history, and so is backfill', () => {
    const engine = makeEngine(lift)
    engine.take(reading(lift, T0 + 125_000, { carDirection: 0, carSpeed: 0 }))
    engine.take(reading(lift, T0 + 4999, { carDirection: 1, carSpeed: 9 }))
    const late = reading(lift, T0 + 129_000, { carDirection: 1, carSpeed: 9 })
    if (late.kind === 'reading') late.reading.backfill = true
    engine.take(late)
    engine.settleOpen()
    engine.settleOpen()
    expect(engine.transitions()).toEqual([])
    expect(engine.state(lift.id)?.lastSeen).toBe(T0 + 125_000)
  })

  test('of equipment that is not registered, or of a class that is not in the catalogue, change nothing', () => {
    const odd = makeEquipment('teapot')
    const engine = makeEngine(odd)
    engine.take(reading(odd, T0, { carSpeed: 9 }))
    engine.take(reading(lift, T0, { carSpeed: 9 }))
    expect(engine.transitions()).toEqual([])
  })

  test('a value that is not available makes its rules unknown: an open fault stays open', () => {
    const transformer = makeEquipment('transformer', { cooling: 'oil' })
    const engine = makeEngine(transformer)
    const say = (s: number, topOilTemperature: number | null) =>
      engine.take(reading(transformer, T0 + s * 1000, { topOilTemperature }))
    for (let s = 0; s <= 60; s += 60) say(s, 97)
    expect(brief(engine.transitions())).toEqual([['TRF-OIL-MAX', 'firing', 60_000]])
    for (let s = 120; s < 7200; s += 60) say(s, null)
    expect(engine.transitions()).toEqual([])
  })
})

describe('which rules apply', () => {
  test('an oil transformer has no winding rules, a dry one no oil rules', () => {
    const hot = { windingTemperatureA: 170, topOilTemperature: 99, buchholz: 1, loadPercent: 50, fanRunning: false }
    const codes = (cooling: string) => {
      const transformer = makeEquipment('transformer', { cooling })
      const engine = makeEngine(transformer)
      for (let s = 0; s <= 3600; s += 60) engine.take(reading(transformer, T0 + s * 1000, hot))
      return engine.transitions().map(t => t.code)
    }
    expect(codes('oil').sort()).toEqual(['TRF-GAS', 'TRF-OIL', 'TRF-OIL-MAX'])
    expect(codes('dry').sort()).toEqual(['TRF-FAN', 'TRF-HOT', 'TRF-TRIP-TEMP'])
  })

  test('changed parameters count from the next look', () => {
    let feeder = makeEquipment('feeder-circuit')
    const engine = createEngine({
      catalogue,
      equipment: () => feeder,
      follow: 'telemetry',
      graceMs: 0,
      listeningSince: 0,
      log: silentLog,
    })
    for (let s = 0; s <= 900; s += 60) engine.take(reading(feeder, T0 + s * 1000, { currentL1: 120 }))
    expect(engine.transitions()).toEqual([])
    feeder = { ...feeder, params: { ratedCurrent: 100 } }
    for (let s = 960; s <= 1860; s += 60) engine.take(reading(feeder, T0 + s * 1000, { currentL1: 120 }))
    expect(brief(engine.transitions())).toMatchObject([['FDC-OVERLOAD', 'firing', 1_800_000]])
  })

  test('health names what cannot be evaluated, counts, and shows a broken rule without stopping the others', () => {
    const feeder = makeEquipment('feeder-circuit', { ratedCurrent: 'a lot' })
    const engine = makeEngine(feeder)
    engine.take(reading(feeder, T0, { currentL1: 120, breakerState: 2 }))
    engine.take(reading(feeder, T0 + 1000, { breakerState: 2 }))
    const health = new Map(engine.health().map(h => [h.code, h]))
    expect(health.size).toBe([...catalogue.classes.values()].flatMap(c => c.faults).length)
    expect(health.get('FDC-OVERLOAD')).toMatchObject({ errors: 1, lastError: 'parameter ratedCurrent is not a number' })
    expect(health.get('FDC-TRIP')).toMatchObject({
      errors: 0,
      firings: 1,
      lastEvaluated: T0,
      supported: true,
      unsupported: [],
    })
    expect(health.get('ELV-BRAKE-TREND')).toMatchObject({ supported: true, unsupported: [] })
    expect(health.get('ELV-BRAKE')).toMatchObject({ supported: true, unsupported: [] })
    expect(brief(engine.transitions())).toEqual([['FDC-TRIP', 'firing', 0]])
  })
})

describe('what the device itself reports', () => {
  const lift = makeEquipment('elevator')

  test('fires at once and resolves at its word', () => {
    const engine = makeEngine(lift)
    engine.take(event(lift, T0, 'ELV-DOOR-FAIL', true))
    engine.take(event(lift, T0, 'ELV-DOOR-FAIL', true))
    engine.take(event(lift, T0 + 9000, 'ELV-DOOR-FAIL', false))
    engine.take(event(lift, T0 + 1000, 'ELV-DOOR-FAIL', true))
    expect(brief(engine.transitions())).toEqual([
      ['ELV-DOOR-FAIL', 'firing', 0],
      ['ELV-DOOR-FAIL', 'resolved', 9000],
    ])
  })

  test('a latched fault outlives its word until a person resets it', () => {
    const engine = makeEngine(lift)
    engine.take(event(lift, T0, 'ELV-UCM', true))
    engine.take(reading(lift, T0 + 1000, { carDirection: 0, carDoorState: 1, doorZone: true }))
    expect(engine.reset(lift.id, 'ELV-UCM', T0 + 1000)).toBe('stillActive')
    engine.take(event(lift, T0 + 2000, 'ELV-UCM', false))
    expect(brief(engine.transitions())).toEqual([['ELV-UCM', 'firing', 0]])
    expect(engine.reset(lift.id, 'ELV-UCM', T0 + 3000)).toMatchObject({
      transitions: [{ to: 'resolved', at: T0 + 3000 }],
    })
  })

  test('does not resolve what telemetry still shows', () => {
    const engine = makeEngine(lift)
    engine.take(event(lift, T0, 'ELV-SAFETY-OPEN', true))
    for (let s = 1; s < 60; s += 10)
      engine.take(reading(lift, T0 + s * 1000, { safetyChainClosed: false, serviceMode: 1 }))
    engine.take(event(lift, T0 + 60_000, 'ELV-SAFETY-OPEN', false))
    expect(brief(engine.transitions())).toEqual([['ELV-SAFETY-OPEN', 'firing', 0]])
  })

  test('fires also what telemetry cannot', () => {
    const stairs = makeEquipment('escalator')
    const engine = makeEngine(stairs)
    engine.take(event(stairs, T0, 'ESC-REVERSAL', true))
    expect(brief(engine.transitions())).toEqual([['ESC-REVERSAL', 'firing', 0]])
  })
})

describe('by the wall clock', () => {
  const pump = makeEquipment('fire-pump')
  const start = (listeningSince: number) =>
    createEngine({ catalogue, equipment: () => pump, follow: 'wall', graceMs: 2000, listeningSince, log: silentLog })

  test('a duration runs out while nothing arrives, after the time that a reading may be under way', () => {
    const engine = start(T0)
    engine.take(reading(pump, T0, { supplyVoltage: 300 }))
    engine.tick(T0 + 11_999)
    expect(engine.transitions()).toEqual([])
    engine.tick(T0 + 12_000)
    expect(brief(engine.transitions())).toEqual([['FPU-POWER', 'firing', 10_000]])
  })

  test('equipment whose clock is behind gets the same time', () => {
    const engine = start(T0)
    const behind = reading(pump, T0 - 600_000, { supplyVoltage: 300 })
    if (behind.kind === 'reading') behind.reading.receivedAt = T0
    engine.take(behind)
    engine.tick(T0 + 11_999)
    expect(engine.transitions()).toEqual([])
    engine.tick(T0 + 12_000)
    expect(brief(engine.transitions())).toEqual([['FPU-POWER', 'firing', -590_000]])
  })

  test('equipment that never says anything is silent from its registration', () => {
    const engine = start(T0)
    engine.watch([pump])
    engine.tick(T0 + 301_999)
    expect(engine.transitions()).toEqual([])
    engine.tick(T0 + 302_000)
    expect(brief(engine.transitions())).toEqual([['FPU-STALE', 'firing', 300_000]])
  })

  test('the time before the service listened is nobody’s silence', () => {
    const engine = start(T0 + 3_600_000)
    engine.take(reading(pump, T0, { runState: 0 }))
    engine.watch([pump])
    engine.tick(T0 + 3_901_999)
    expect(engine.transitions()).toEqual([])
    engine.tick(T0 + 3_902_000)
    expect(brief(engine.transitions())).toEqual([['FPU-STALE', 'firing', 3_900_000]])
  })
})
