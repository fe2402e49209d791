import { logChanges, nextNumber } from '#database/changeLog.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { Severity } from '#domain/faults.ts'
import type { RootCauseOf } from '#domain/ticketActs.ts'
import type { Origin, Priority, TicketKind } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import { refreshFigures } from '../analytics/figures/refreshFigures.ts'
import { startClocks } from '../clocks/clocks.ts'
import { promisesOf, type ServicePromise } from '../clocks/serviceLevels.ts'
import type { Workshop } from '../needs.ts'
import { kitParts } from '../parts/kitVersions.ts'
import type { PartNeed } from '../parts/reservations.ts'
import { reserveParts } from '../parts/reserveParts.ts'
import { proposeTechnician } from '../people/proposeTechnician.ts'
import { findRepeat } from './findRepeat.ts'
import { addToTimeline, type Trx } from './lockTicket.ts'
import { ticketPriority } from './priority.ts'

/** Everything a new ticket is made of. */
export interface TicketPlan {
  equipment: Equipment
  origin: Origin
  by: string
  severity: Severity
  lifeSafety: boolean
  openedAt: Millis
  failedAt: Millis
  kind?: TicketKind | undefined
  /** Left out: what the service levels make of severity and place. */
  priority?: Priority | undefined
  rootCauseOf?: RootCauseOf | undefined
  /** Left out: the kit of the fault. */
  parts?: readonly PartNeed[] | undefined
  /** Minutes the repair takes; without it the repair is not counted as a minor one. */
  estRepairMin?: number | undefined
  fault?: string | undefined
  faultCode?: string | undefined
  title?: string | undefined
  /** A kind of the catalogue's `troubles`. */
  trouble?: string | undefined
  /** Where it is, in words, when the equipment is only a place. */
  place?: string | undefined
  skill?: string | undefined
  technician?: string | undefined
  note?: string | undefined
  /** Of a planned visit: when its due window ends, which is all that it is promised, and what it is opened for. */
  dueWindow?: Millis | undefined
  planned?: { plan: string; dueDay: string } | undefined
  /** Of what an inspection found: the ticket and plan of the visit, and the item of its checklist. */
  found?: { visit: string; plan: string; item: string } | undefined
}

/** What the service levels and the past make of a plan. */
interface Verdict {
  id: string
  policy: number
  priority: Priority
  repeatOf: string | undefined
  technician: string | undefined
}

function toRow(plan: TicketPlan, { id, policy, priority, repeatOf, technician }: Verdict) {
  const { equipment } = plan
  return {
    id,
    kind: plan.kind ?? ('repair' as const),
    policy,
    repeat_of: repeatOf ?? null,
    version: 1,
    site: equipment.site,
    equipment: equipment.id,
    fault: plan.fault ?? null,
    fault_code: plan.faultCode ?? null,
    title: plan.title ?? null,
    trouble: plan.trouble ?? null,
    place: plan.place ?? null,
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
    root_cause_of: plan.rootCauseOf ? JSON.stringify(plan.rootCauseOf) : null,
  }
}

async function judge(trx: Trx, needs: Workshop, plan: TicketPlan): Promise<Verdict> {
  const { equipment, severity, lifeSafety, faultCode, openedAt } = plan
  const { version, policy } = needs.policies.at(openedAt)
  const repeatOf = await findRepeat(trx, policy, { equipment: equipment.id, faultCode, at: openedAt })
  const about = { severity, lifeSafety, occupancy: equipment.occupancy, repeated: repeatOf !== undefined }
  const technician =
    plan.technician ?? (await proposeTechnician(trx, needs, { skill: plan.skill, equipment, at: openedAt }))
  const id = `t-${await nextNumber(trx, 'ticket')}`
  return { id, policy: version, priority: plan.priority ?? ticketPriority(policy, about), repeatOf, technician }
}

/** Starts the clocks. A short repair whose parts are all there is a minor one. */
async function promise(
  trx: Trx,
  needs: Workshop,
  { equipment, estRepairMin, openedAt, kind = 'repair', dueWindow }: TicketPlan,
  { id, policy: version, priority }: Verdict,
  partsThere: boolean,
): Promise<void> {
  const { policy } = needs.policies.get(version)
  const minor = partsThere && estRepairMin !== undefined && estRepairMin <= policy.minorRepairMin
  if (minor) await trx.updateTable('ticket').set({ minor: 1 }).where('id', '=', id).execute()
  const promises: ServicePromise[] = promisesOf(needs.catalogue, policy, { kind, priority, minor, equipment })
  if (dueWindow !== undefined)
    promises.push({ kind: 'dueWindow', span: { elapsedMin: Math.max(1, Math.ceil((dueWindow - openedAt) / 60_000)) } })
  await startClocks(trx, needs, { id, site: equipment.site, priority, policy: version }, promises, openedAt)
}

/** Reserves what was asked for, otherwise the kit of the fault. */
async function reserveFor(trx: Trx, needs: Workshop, plan: TicketPlan, { id, priority, technician }: Verdict) {
  const { equipment, faultCode, openedAt } = plan
  const kit = async () => (faultCode ? await kitParts(trx, needs.catalogue, equipment, faultCode) : [])
  const taker = { id, version: 1, site: equipment.site, priority, technician: technician ?? null }
  const { parts: policy } = needs.policies.at(openedAt).policy
  return await reserveParts(trx, taker, plan.parts ?? (await kit()), policy, openedAt)
}

/**
 * Opens a ticket with its parts, clocks and proposed technician, all in the caller's transaction.
 * @returns its id; undefined when one is open already for this equipment and fault code or trouble and place (the unique indexes decide)
 */
export async function openTicket(trx: Trx, needs: Workshop, plan: TicketPlan): Promise<string | undefined> {
  const { openedAt } = plan
  const verdict = await judge(trx, needs, plan)
  const { id } = verdict
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('ticket')
    .values(toRow(plan, verdict))
    .onConflict(c => c.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n) return undefined
  const { short, parts, tickets } = await reserveFor(trx, needs, plan, verdict)
  await promise(trx, needs, plan, verdict, short.length === 0)
  await addToTimeline(trx, { id, version: 1 }, [opening(plan, verdict)])
  await refreshFigures(trx, needs, [id])
  await logChanges(trx, 'parts', parts, openedAt)
  await logChanges(trx, 'tickets', [id, ...tickets], openedAt)
  return id
}

const opening = (
  { openedAt, by, fault, note, rootCauseOf, planned, found }: TicketPlan,
  { technician, repeatOf }: Verdict,
) => ({
  at: openedAt,
  by,
  event: 'opened',
  to: 'new' as const,
  detail: {
    ...(fault && { fault }),
    ...(technician && { proposed: technician }),
    ...(repeatOf && { repeatOf }),
    ...(note && { note }),
    ...(rootCauseOf && { rootCauseOf }),
    ...planned,
    ...found,
  },
})
