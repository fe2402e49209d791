import { onTestFinished } from 'vitest'
import type { Database } from '#database/database.ts'
import type { Registry } from '#database/registry.ts'
import { type Catalogue, loadCatalogue } from '#domain/catalogue.ts'
import type { ParamValue } from '#domain/equipment.ts'
import type { FaultTransition } from '#domain/faults.ts'
import { silentLog } from '#domain/log.ts'
import type { Actor } from '#domain/people.ts'
import type { EquipmentView } from '#domain/ruleHealth.ts'
import type { Ticket, TicketStatus } from '#domain/tickets.ts'
import type { Clock, Millis } from '#domain/time.ts'
import { createMaintenance, type Maintenance } from '#maintenance'
import type { MaintenanceNeeds } from '../../maintenance/needs.ts'
import { testRegistry } from './database.ts'
import { tempDir } from './tempDir.ts'

export const ADMIN: Actor = { username: 'admin', role: 'admin', sites: [] }
export const DISPATCHER: Actor = { username: 'wang', role: 'dispatcher', sites: [] }
/** A Monday, 11:00 in Shanghai. */
export const MONDAY: Millis = Date.parse('2026-11-23T11:00:00+08:00')

const shipped = loadCatalogue()
const EQUIPMENT = { 'lift-1': 'elevator', 'lift-2': 'elevator', 'feeder-1': 'feeder-circuit', 'pump-1': 'fire-pump' }

export interface SetClock extends Clock {
  set(ts: Millis): void
}

/** A clock that stands where the test puts it. */
function setClock(start: Millis = MONDAY): SetClock {
  let at = start
  return {
    kind: 'wall',
    now: () => at,
    observe: () => undefined,
    set: ts => {
      at = ts
    },
  }
}

export interface TestMaintenance extends Maintenance {
  clock: SetClock
  dataDir: string
  registry: Registry
  /** What the rules answer to a reset; `resolved` ends the fault as they would. */
  resets: { answer: 'resolved' | 'stillActive' | 'unknown'; asked: string[] }
  /** Sets the clock, and does what has become due by then, as a running service would within a second. */
  sweepAt(ts: Millis): Promise<void>
  /** What the rules see of equipment, and which of its metrics they do not know. */
  observed: Map<string, EquipmentView['values']>
  unknown: Map<string, string[]>
  /** A restart: stops this stage and starts another on the same database. */
  restart(): Promise<TestMaintenance>
}

export interface TestMaintenanceOptions {
  clock?: SetClock
  params?: Record<string, ParamValue>
  /** Where photos are kept; a folder of its own when left out. */
  dataDir?: string
  /** Left out, nothing sweeps by itself but the start. */
  sweepMs?: number
  /** With other rules than the shipped ones. */
  catalogue?: Catalogue
  /** What the telemetry store answers. */
  telemetry?: NonNullable<MaintenanceNeeds['telemetry']>
}

export async function startTestMaintenance(
  database: Database,
  {
    catalogue = shipped,
    clock = setClock(),
    params = {},
    sweepMs = 3_600_000,
    telemetry,
    dataDir: folder,
  }: TestMaintenanceOptions = {},
): Promise<TestMaintenance> {
  const registry = await testRegistry(database, EQUIPMENT, params)
  const observed: TestMaintenance['observed'] = new Map()
  const unknown: TestMaintenance['unknown'] = new Map()
  const dataDir = folder ?? (await tempDir())
  const resets: TestMaintenance['resets'] = { answer: 'stillActive', asked: [] }
  const maintenance = await createMaintenance({
    database,
    catalogue,
    ...registry,
    observed: async equipment => ({ values: observed.get(equipment) ?? new Map() }),
    unknownMetrics: async equipment => unknown.get(equipment) ?? [],
    resetFault: async (equipment, code) => {
      resets.asked.push(`${equipment} ${code}`)
      const open = (await maintenance.openFaults()).find(f => f.equipment === equipment && f.code === code)
      if (resets.answer === 'resolved' && open)
        await maintenance.handle([{ ...transition(open.id, equipment, code, clock.now()), to: 'resolved' }])
      return resets.answer
    },
    dataDir,
    clock,
    log: silentLog,
    sweepMs,
    ...(telemetry && { telemetry }),
  })
  onTestFinished(() => maintenance.stop())
  const restart = async () => {
    await maintenance.stop()
    return await startTestMaintenance(database, { catalogue, clock, params, sweepMs, ...(telemetry && { telemetry }) })
  }
  const sweepAt = async (ts: Millis) => {
    clock.set(ts)
    await maintenance.sweep()
  }
  return { ...maintenance, clock, dataDir, registry, resets, observed, unknown, restart, sweepAt }
}

const classOf = (equipment: string) => EQUIPMENT[equipment as keyof typeof EQUIPMENT]

/** A transition to firing, as the rules would hand it over. */
export const transition = (id: string, equipment: string, code: string, at: Millis = MONDAY): FaultTransition => ({
  id,
  to: 'firing',
  equipment,
  site: 's1',
  class: classOf(equipment),
  code,
  at,
  evidence: [{ metric: 'm', value: 1, ts: at, limit: 0 }],
})

export const ended = (of: FaultTransition, at: Millis = of.at + 60_000): FaultTransition => ({
  ...of,
  to: 'resolved',
  at,
})

/** What the label of a piece of equipment says. */
export const labelOf = async ({ labels }: Maintenance, equipment: string): Promise<string> =>
  (await labels.of({ equipment }, DISPATCHER)).code

/** The only open ticket, but for tasks about repeats. */
export async function onlyTicket(maintenance: Maintenance): Promise<Ticket> {
  const open = (await maintenance.tickets.list({ open: true })).items
  const items = open.filter(ticket => ticket.kind !== 'rootCause')
  if (items.length !== 1) throw new Error(`${items.length} open tickets`)
  return items[0] as Ticket
}

/** Moves a ticket through statuses, bringing along what each needs; where the telemetry was faster, there is nothing to do. */
export async function moveThrough(
  maintenance: Maintenance,
  id: string,
  statuses: readonly TicketStatus[],
): Promise<Ticket> {
  const brings: Partial<Record<TicketStatus, object>> = {
    dispatched: { technician: 'zhang' },
    waitingPart: { reason: 'part' },
    waitingCustomer: { reason: 'nobody there' },
    cancelled: { reason: 'mistake' },
    reopened: { reason: 'again' },
    onSite: { reason: 'the label is gone' },
    diagnosed: { diagnosis: { failureMode: 'BRD', mechanism: 'wear', cause: 'wear-out', plan: 'replace it' } },
    waitingPowerOff: { reason: 'tonight' },
    repaired: { repair: { cause: 'wear-out', action: 'replace' }, delay: 'a part was late' },
    answered: { answer: 'press the green button', delay: 'holidays' },
    verified: { evidence: 'ran it three times' },
    handedOver: { signature: { name: '李业主', party: 'owner' } },
    surveyed: { survey: { score: 5 } },
    followedUp: { followUp: { result: 'satisfied' } },
  }
  let ticket: Ticket | undefined
  for (const to of statuses) {
    ticket = await maintenance.tickets.get(id)
    if (ticket?.status !== to) ticket = await maintenance.tickets.move(id, { to, ...brings[to] }, DISPATCHER)
  }
  return ticket as Ticket
}
