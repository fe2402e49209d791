import { logChanges, nextNumber } from '#database/changeLog.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { Severity } from '#domain/faults.ts'
import type { Origin } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import { startClocks } from '../clocks/clocks.ts'
import { dueTimes } from '../clocks/serviceLevels.ts'
import type { Workshop } from '../needs.ts'
import { type PartNeed, reserveParts } from '../parts/reservations.ts'
import { proposeTechnician } from '../people/proposeTechnician.ts'
import { addToTimeline, type Trx } from './lockTicket.ts'
import { priorityOf } from './priority.ts'

/** Everything a new ticket is made of. */
export interface TicketPlan {
  equipment: Equipment
  origin: Origin
  by: string
  severity: Severity
  lifeSafety: boolean
  openedAt: Millis
  failedAt: Millis
  parts: readonly PartNeed[]
  /** Minutes the repair takes; without it the repair is not counted as a minor one. */
  estRepairMin?: number | undefined
  fault?: string | undefined
  faultCode?: string | undefined
  title?: string | undefined
  skill?: string | undefined
  technician?: string | undefined
  note?: string | undefined
}

function toRow(plan: TicketPlan, id: string, priority: ReturnType<typeof priorityOf>, technician: string | undefined) {
  const { equipment } = plan
  return {
    id,
    version: 1,
    site: equipment.site,
    equipment: equipment.id,
    fault: plan.fault ?? null,
    fault_code: plan.faultCode ?? null,
    title: plan.title ?? null,
    severity: plan.severity,
    life_safety: plan.lifeSafety ? 1 : 0,
    priority,
    status: 'new' as const,
    origin: plan.origin,
    skill: plan.skill ?? null,
    technician: technician ?? null,
    technician_proposed: technician === undefined ? 0 : 1,
    occurrences: 1,
    opened_at: plan.openedAt,
    failed_at: plan.failedAt,
    restored_at: null,
    closed_at: null,
    repair: null,
  }
}

/**
 * Opens a ticket with its parts, clocks and proposed technician, all in the caller's transaction.
 * @returns its id; undefined when one is open already for this equipment and fault code (the unique index decides)
 */
export async function openTicket(trx: Trx, needs: Workshop, plan: TicketPlan): Promise<string | undefined> {
  const { equipment, openedAt } = plan
  const { serviceLevels } = needs.catalogue
  const priority = priorityOf(serviceLevels, plan.severity, plan.lifeSafety, equipment.occupancy)
  const technician = plan.technician ?? (await proposeTechnician(trx, plan.skill, equipment.site))
  const id = `t-${await nextNumber(trx, 'ticket')}`
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('ticket')
    .values(toRow(plan, id, priority, technician))
    .onConflict(c => c.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n) return undefined
  const short = await reserveParts(trx, id, plan.parts, openedAt)
  const minor =
    plan.estRepairMin !== undefined && plan.estRepairMin <= serviceLevels.minorRepairMin && short.length === 0
  await startClocks(trx, id, openedAt, dueTimes(needs, { priority, openedAt, minor, equipment }))
  await addToTimeline(trx, { id, version: 1 }, [opening(plan, technician)])
  await logChanges(trx, 'parts', [...new Set(plan.parts.map(p => p.partNo))], openedAt)
  await logChanges(trx, 'tickets', [id], openedAt)
  return id
}

const opening = ({ openedAt, by, fault, note }: TicketPlan, technician: string | undefined) => ({
  at: openedAt,
  by,
  event: 'opened',
  to: 'new' as const,
  detail: { ...(fault && { fault }), ...(technician && { proposed: technician }), ...(note && { note }) },
})
