import type { Catalogue } from '#domain/catalogue.ts'
import type { Log } from '#domain/log.ts'
import type { Clock, Millis } from '#domain/time.ts'
import type { GatewayLogin } from './connection.ts'
import { connectDevice, type Device, type DeviceStats } from './device.ts'
import { createPace } from './pace.ts'
import { createRandom, seedFor } from './random.ts'
import { dueSteps, type ScheduledFault, type ScheduledStep } from './schedule.ts'
import { createSimulation, type Report, type SimulatedEquipment, type Simulation } from './simulation.ts'

export type { Sample } from './batches.ts'
export type { GatewayLogin } from './connection.ts'
export { connectDevice, type Device, type DeviceStats } from './device.ts'
export { NAMED_FAULTS } from './faults.ts'
export { createRandom, type Random, seedFor } from './random.ts'
export type { ScheduledFault } from './schedule.ts'
export type { SimulatedEquipment } from './simulation.ts'

export interface FleetNeeds {
  url: string
  gateways: readonly GatewayLogin[]
  equipment: readonly (SimulatedEquipment & { gateway: string })[]
  catalogue: Catalogue
  schedule?: readonly ScheduledFault[]
  /** Simulated seconds a second. */
  speed?: number
  /** Where simulated time starts: now, or earlier when it runs faster. */
  start?: Millis
  seed?: number
  clock: Pick<Clock, 'now'>
  log: Log
  /** Told of each trouble of the schedule that comes or goes. */
  onStep?(step: ScheduledStep): void
}

/** Pretend gateways that speak to a broker. */
export interface Fleet extends Pick<Simulation, 'inject' | 'repair' | 'troubles'> {
  /** Simulated time. */
  now(): Millis
  stats(): DeviceStats
  stop(): Promise<void>
}

const TURN_MS = 200

async function connectAll(needs: FleetNeeds): Promise<Map<string, Device>> {
  const { url, clock, log, seed = 1 } = needs
  const opening = needs.gateways.map(async gateway => {
    const equipment = needs.equipment
      .filter(e => e.gateway === gateway.id)
      .map(({ id, class: kind, name, params }) => ({
        id,
        class: kind,
        ...(name && { name }),
        ...(params && { params }),
      }))
    const random = createRandom(seedFor(seed, gateway.id))
    return [gateway.id, await connectDevice({ url, gateway, equipment, now: clock.now, random, log })] as const
  })
  const settled = await Promise.allSettled(opening)
  const open = settled.flatMap(s => (s.status === 'fulfilled' ? [s.value] : []))
  const failed = settled.find(s => s.status === 'rejected')
  if (failed) {
    await Promise.all(open.map(([, device]) => device.stop()))
    throw failed.reason
  }
  return new Map(open)
}

/** Each piece of equipment's samples go out in one piece, in order. */
function sendReports(reports: readonly Report[], deviceOf: (equipment: string) => Device | undefined) {
  for (const [equipment, samples] of Map.groupBy(reports, r => r.equipment))
    deviceOf(equipment)?.send(
      equipment,
      samples.map(({ ts, metrics }) => ({ ts, metrics })),
    )
}

const sum = (all: readonly DeviceStats[]): DeviceStats => ({
  connected: all.every(s => s.connected),
  published: all.reduce((n, s) => n + s.published, 0),
  acknowledged: all.reduce((n, s) => n + s.acknowledged, 0),
  waiting: all.reduce((n, s) => n + s.waiting, 0),
  dropped: all.reduce((n, s) => n + s.dropped, 0),
  reconnects: all.reduce((n, s) => n + s.reconnects, 0),
})

/** Lets the simulation follow its pace, with the troubles of the schedule at their time. */
function createTurn(needs: FleetNeeds, simulation: Simulation, send: (reports: Report[]) => void) {
  const { clock, speed = 1, schedule = [] } = needs
  const start = simulation.now()
  const pace = createPace({ now: clock.now, start, speed })
  return () => {
    const to = pace()
    for (const step of dueSteps(schedule, start, simulation.now(), to)) {
      send(simulation.advance(step.at))
      simulation[step.what](step.equipment, step.fault)
      needs.onStep?.(step)
    }
    send(simulation.advance(to))
  }
}

/**
 * Connects pretend gateways and lets their equipment live.
 * @throws CodedError BROKER_REFUSED, BROKER_UNREACHABLE, UNKNOWN_CLASS; BAD_REQUEST for a schedule that cannot be kept
 */
export async function createFleet(needs: FleetNeeds): Promise<Fleet> {
  const { equipment, catalogue, clock, seed = 1 } = needs
  const simulation = createSimulation({ equipment, catalogue, seed, start: needs.start ?? clock.now() })
  for (const { equipment: id, fault } of needs.schedule ?? []) {
    simulation.inject(id, fault)
    simulation.repair(id, fault)
  }
  const devices = await connectAll(needs)
  const gatewayOf = new Map(equipment.map(e => [e.id, e.gateway]))
  const deviceOf = (id: string) => devices.get(gatewayOf.get(id) ?? '')
  const turn = createTurn(needs, simulation, reports => sendReports(reports, deviceOf))
  const timer = setInterval(turn, TURN_MS)
  const { inject, repair, troubles, now } = simulation
  return {
    inject,
    repair,
    troubles,
    now,
    stats: () => sum([...devices.values()].map(d => d.stats())),
    stop: async () => {
      clearInterval(timer)
      await Promise.all([...devices.values()].map(d => d.stop()))
    },
  }
}
