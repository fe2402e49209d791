import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectAsync } from 'mqtt'
import type { Delta } from '#domain/changes.ts'
import { upTopic } from '#domain/topics.ts'
import { type Administrator, logIn } from './administrator.ts'
import { startChild } from './child.ts'
import type { LoadPlan, LoadReport } from './load.ts'
import { quantile } from './quantile.ts'

const SITE = 'bench'
const CROSSINGS = 200
const LOAD = { gateways: 20, equipmentEach: 5, perSecond: 1000 }
const WARM_UP_MS = 5_000
/** Between two crossings; not in step with anything. */
const PAUSE_MS: readonly [number, number] = [80, 240]
const LATEST_MS = 15_000
const PROBE = 'probe'

async function addGateway(admin: Administrator, id: string, equipment: string[]) {
  const { password } = await admin.post<{ password: string }>('/gateways', { id, site: SITE })
  for (const one of equipment)
    await admin.post('/equipment', { id: one, site: SITE, gateway: id, class: 'feeder-circuit', name: one })
  return { id, password, equipment }
}

const names = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}-${i}`)

async function startLoad(plan: LoadPlan): Promise<() => Promise<LoadReport>> {
  const child = fork(join(import.meta.dirname, 'load.ts'))
  child.send(plan)
  await once(child, 'message')
  return async () => {
    const [report] = await Promise.all([once(child, 'message').then(([m]) => m as LoadReport), child.send('end')])
    return report
  }
}

interface Crossing {
  publishedAt: number
  fault?: number
  ticket?: number
}

/** Notes when a fault and its ticket reach the screen. */
async function watchScreen(admin: Administrator, crossings: Map<string, Crossing>) {
  const socket = await admin.watch('faults', 'tickets')
  const note = (what: 'fault' | 'ticket') => (delta: Delta) => {
    for (const { item } of delta.changes) {
      const crossing = crossings.get((item as { equipment: string }).equipment)
      if (crossing) crossing[what] ??= performance.now() - crossing.publishedAt
    }
  }
  socket.on('fault:delta', note('fault'))
  socket.on('ticket:delta', note('ticket'))
  return socket
}

const seenBoth = (c: Crossing) => c.fault !== undefined && c.ticket !== undefined

/** Publishes one reading beyond its limit on each of many feeders, and waits until all are seen. */
async function cross(
  url: string,
  probe: { id: string; password: string; equipment: string[] },
  crossings: Map<string, Crossing>,
) {
  const client = await connectAsync(url, { clientId: probe.id, username: probe.id, password: probe.password })
  for (const equipment of probe.equipment) {
    await sleep(PAUSE_MS[0] + Math.random() * (PAUSE_MS[1] - PAUSE_MS[0]))
    const payload = JSON.stringify({ ts: Date.now(), metrics: { breakerState: 2 } })
    crossings.set(equipment, { publishedAt: performance.now() })
    client.publish(upTopic({ kind: 'telemetry', site: SITE, gateway: probe.id, equipment }), payload, { qos: 1 })
  }
  const until = performance.now() + LATEST_MS
  while (performance.now() < until && ![...crossings.values()].every(seenBoth)) await sleep(50)
  await client.endAsync()
}

/** From the MQTT publish of a crossing reading until the Socket.IO client has its fault and its ticket, under load. */
export async function publishToScreen() {
  const service = await startChild('serve')
  try {
    const admin = await logIn(service)
    await admin.post('/sites', { id: SITE, name: 'Bench' })
    const gateways = []
    for (const id of names('load', LOAD.gateways))
      gateways.push(await addGateway(admin, id, names(id, LOAD.equipmentEach)))
    const probe = await addGateway(admin, PROBE, names(PROBE, CROSSINGS))
    const url = `mqtt://127.0.0.1:${service.mqtt}`
    const endLoad = await startLoad({ url, site: SITE, gateways, perSecond: LOAD.perSecond })
    await sleep(WARM_UP_MS)
    const crossings = new Map<string, Crossing>()
    const socket = await watchScreen(admin, crossings)
    await cross(url, probe, crossings)
    const load = await endLoad()
    socket.close()
    return summary([...crossings.values()], load, service.memory())
  } finally {
    await service.stop()
  }
}

function summary(crossings: readonly Crossing[], load: LoadReport, memory: number) {
  const seen = crossings.filter(seenBoth)
  const both = seen.map(c => Math.max(c.fault ?? 0, c.ticket ?? 0))
  return {
    crossings: crossings.length,
    seen: seen.length,
    faultMs: {
      p50: quantile(
        seen.map(c => c.fault ?? 0),
        0.5,
      ),
      p99: quantile(
        seen.map(c => c.fault ?? 0),
        0.99,
      ),
    },
    ticketMs: {
      p50: quantile(
        seen.map(c => c.ticket ?? 0),
        0.5,
      ),
      p99: quantile(
        seen.map(c => c.ticket ?? 0),
        0.99,
      ),
    },
    bothMs: { p50: quantile(both, 0.5), p99: quantile(both, 0.99), worst: Math.max(...both) },
    load: {
      perSecond: load.published / load.seconds,
      acknowledgedPerSecond: load.acknowledged / load.seconds,
      pubackMs: { p50: quantile(load.ackMs, 0.5), p99: quantile(load.ackMs, 0.99) },
    },
    memoryMb: memory / 2 ** 20,
  }
}

export function showScreen({ load, ...screen }: Awaited<ReturnType<typeof publishToScreen>>): void {
  const ms = (...values: number[]) => `${values.map(value => value.toFixed(0)).join(' / ')} ms`
  console.table({
    'background load, published': { figure: `${load.perSecond.toFixed(0)} messages/s` },
    'background load, acknowledged': { figure: `${load.acknowledgedPerSecond.toFixed(0)} messages/s` },
    'publish to PUBACK, p50 / p99': { figure: ms(load.pubackMs.p50, load.pubackMs.p99) },
    'crossings on the screen': { figure: `${screen.seen} of ${screen.crossings}` },
    'publish to fault:delta, p50 / p99': { figure: ms(screen.faultMs.p50, screen.faultMs.p99) },
    'publish to ticket:delta, p50 / p99': { figure: ms(screen.ticketMs.p50, screen.ticketMs.p99) },
    'publish to both, p50 / p99 / worst': { figure: ms(screen.bothMs.p50, screen.bothMs.p99, screen.bothMs.worst) },
    'memory under load': { figure: `${screen.memoryMb.toFixed(0)} MB` },
  })
}
