import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '#database/database.ts'
import { loadCatalogue } from '#domain/catalogue.ts'
import type { FaultTransition } from '#domain/faults.ts'
import { SYSTEM } from '#domain/people.ts'
import type { Maintenance } from '#maintenance'
import { startOwnMaintenance } from '../../helpers/ownMaintenance.ts'
import { say } from '../ingest/say.ts'
import { quantile } from '../quantile.ts'
import { onBothDatabases } from './databases.ts'

const SITE = 's1'
const GATEWAY = 'gw-1'
/** A fault with two parts in its kit, on a lift of its own each time. */
const CODE = 'ELV-OVERTRAVEL'
const KIT = (loadCatalogue().classes.get('elevator')?.fault.get(CODE)?.parts ?? []).map(({ partNo }) => partNo)
const WARM_UP = 50
const ALONE = 300
const PER_MINUTE = 1_000

async function open(database: Database, lifts: number): Promise<Maintenance> {
  const maintenance = await startOwnMaintenance(database)
  const { registry } = maintenance
  await registry.addSite({ id: SITE, name: 'Bench', timezone: 'Asia/Shanghai' })
  await registry.addGateway({ id: GATEWAY, site: SITE })
  for (let i = 0; i < lifts; i++) {
    const named = { id: `lift-${i}`, name: `lift-${i}`, class: 'elevator', params: {} }
    await registry.addEquipment({ ...named, site: SITE, gateway: GATEWAY, occupancy: 'normal' })
  }
  await maintenance.technicians.add({ id: 'zhang', name: 'Zhang', skills: ['SK-ELV-T'] }, SYSTEM)
  for (const partNo of KIT) await maintenance.parts.change(partNo, { onHand: 2 * lifts }, SYSTEM)
  return maintenance
}

const firing = (i: number): FaultTransition => ({
  id: `f-${i}`,
  to: 'firing',
  equipment: `lift-${i}`,
  site: SITE,
  class: 'elevator',
  code: CODE,
  at: Date.now(),
  evidence: [{ metric: 'carSpeed', value: 2.1, ts: Date.now(), limit: 2.01 }],
})

const tenth = (ms: number): number => Math.round(ms * 10) / 10

const latency = (took: readonly number[]) => ({
  faults: took.length,
  p50Ms: tenth(quantile(took, 0.5)),
  p99Ms: tenth(quantile(took, 0.99)),
})

async function alone(maintenance: Maintenance, from: number) {
  const took: number[] = []
  for (let i = 0; i < ALONE; i++) {
    const began = performance.now()
    await maintenance.handle([firing(from + i)])
    took.push(performance.now() - began)
  }
  return latency(took)
}

/** Faults come at their times whether or not the ones before are done; each is measured from its time. */
async function paced(maintenance: Maintenance, from: number, count: number) {
  const began = performance.now()
  const due = (i: number) => began + (i * 60_000) / PER_MINUTE
  const took = Array.from({ length: count }, async (_, i) => {
    await sleep(Math.max(0, due(i) - performance.now()))
    await maintenance.handle([firing(from + i)])
    return performance.now() - due(i)
  })
  return latency(await Promise.all(took))
}

async function measure(database: Database, seconds: number) {
  const count = Math.round((seconds * PER_MINUTE) / 60)
  say(`${database.dialect}: ${ALONE} faults one after the other, then ${count} at ${PER_MINUTE} a minute`)
  const maintenance = await open(database, WARM_UP + ALONE + count)
  try {
    for (let i = 0; i < WARM_UP; i++) await maintenance.handle([firing(i)])
    const figures = {
      alone: await alone(maintenance, WARM_UP),
      perMinute: await paced(maintenance, WARM_UP + ALONE, count),
    }
    const reserved = (await maintenance.parts.many(KIT)).map(part => part.reserved)
    if (reserved.some(quantity => quantity < WARM_UP + ALONE + count)) throw new Error(`reserved only ${reserved}`)
    return figures
  } finally {
    await maintenance.stop()
  }
}

/** From a fault that fires until its ticket, clocks, proposed technician and reserved parts are committed. */
export const faultToTicket = (seconds: number) => onBothDatabases(database => measure(database, seconds))

export function showFaultToTicket(figures: Awaited<ReturnType<typeof faultToTicket>>): void {
  console.table(
    Object.entries(figures).flatMap(([database, { alone, perMinute }]) => [
      { database, load: 'one after the other', ...alone },
      { database, load: `${PER_MINUTE} a minute`, ...perMinute },
    ]),
  )
}
