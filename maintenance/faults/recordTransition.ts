import { logChanges } from '#database/changeLog.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { FaultTransition } from '#domain/faults.ts'
import { SYSTEM } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { addToTimeline, lockTicket, type Trx } from '../tickets/lockTicket.ts'
import { endangersLife, findRule } from '../tickets/priority.ts'
import { type FiredFault, ticketForFault } from './faultTicket.ts'

interface Shelf {
  shelved_until: Millis | null
  shelved_by: string | null
  shelve_reason: string | null
}
const NO_SHELF: Shelf = { shelved_until: null, shelved_by: null, shelve_reason: null }

/** The shelf that an earlier occurrence was put on and that still lasts: the next one lies on it too. */
async function lastingShelf(trx: Trx, { equipment, code }: FaultTransition, now: Millis): Promise<Shelf> {
  const found = await trx
    .selectFrom('fault')
    .select(['shelved_until', 'shelved_by', 'shelve_reason'])
    .where('equipment', '=', equipment)
    .where('code', '=', code)
    .where('shelved_until', '>', now)
    .orderBy('shelved_until', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found ?? NO_SHELF
}

/** Whether the fault fired while another occurrence of it was open: the same trouble, told twice. */
async function coveredByAnother(trx: Trx, { equipment, code, at }: FaultTransition): Promise<boolean> {
  const found = await trx
    .selectFrom('fault')
    .select('id')
    .where('equipment', '=', equipment)
    .where('code', '=', code)
    .where(eb => eb.or([eb('state', '=', 'firing'), eb.and([eb('fired_at', '<=', at), eb('resolved_at', '>=', at)])]))
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

async function insertFault(trx: Trx, transition: FaultTransition, fired: FiredFault, shelf: Shelf): Promise<boolean> {
  const { id, equipment, site, class: equipmentClass, code, at, evidence } = transition
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('fault')
    .values({
      id,
      equipment,
      site,
      class: equipmentClass,
      code,
      severity: fired.known.rule.severity,
      life_safety: fired.lifeSafety ? 1 : 0,
      state: 'firing',
      fired_at: at,
      resolved_at: null,
      evidence: JSON.stringify(evidence),
      acknowledged_at: null,
      acknowledged_by: null,
      comment: null,
      ...shelf,
      ticket: null,
    })
    .onConflict(c => c.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Links a firing fault with its ticket, which is opened or joined. */
export async function giveTicket(trx: Trx, needs: Workshop, fired: FiredFault, now: Millis): Promise<void> {
  const ticket = await ticketForFault(trx, needs, fired, now)
  await trx.updateTable('fault').set({ ticket }).where('id', '=', fired.id).execute()
}

async function recordFiring(
  trx: Trx,
  needs: Workshop,
  transition: FaultTransition,
  fired: FiredFault,
  now: Millis,
): Promise<void> {
  const shelf = await lastingShelf(trx, transition, now)
  if (await coveredByAnother(trx, transition)) return
  if (!(await insertFault(trx, transition, fired, shelf))) return
  if (fired.known.rule.ticket.autoOpen && shelf.shelved_until === null) await giveTicket(trx, needs, fired, now)
  await logChanges(trx, 'faults', [fired.id], now)
  await logChanges(trx, 'equipment', [fired.equipment.id], now)
}

/** Ends a firing fault; its open ticket learns since when the telemetry is normal. A second telling changes nothing. */
export async function recordResolved(trx: Trx, id: string, at: Millis, now: Millis): Promise<void> {
  const fault = await trx
    .updateTable('fault')
    .set(eb => ({
      state: 'resolved',
      resolved_at: eb.case().when('fired_at', '>', at).then(eb.ref('fired_at')).else(at).end(),
    }))
    .where('id', '=', id)
    .where('state', '=', 'firing')
    .returning(['equipment', 'ticket', 'resolved_at'])
    .executeTakeFirst()
  if (!fault) return
  const ticket = fault.ticket === null ? undefined : await lockTicket(trx, fault.ticket)
  if (ticket?.fault === id) {
    await trx.updateTable('ticket').set({ restored_at: fault.resolved_at }).where('id', '=', ticket.id).execute()
    const detail = { fault: id, restoredAt: fault.resolved_at }
    await addToTimeline(trx, ticket, [{ at: now, by: SYSTEM.username, event: 'telemetryNormal', detail }])
    await logChanges(trx, 'tickets', [ticket.id], now)
  }
  await logChanges(trx, 'faults', [id], now)
  await logChanges(trx, 'equipment', [fault.equipment], now)
}

/** What a transition is about, or undefined when the registry or the catalogue does not know it (any more). */
export function firedFault(
  { catalogue, equipment }: Pick<Workshop, 'catalogue' | 'equipment'>,
  about: { id: string; equipment: string; class: string; code: string; at: Millis },
): FiredFault | undefined {
  const piece: Equipment | undefined = equipment(about.equipment)
  const known = findRule(catalogue, about.class, about.code)
  if (!piece || !known) return undefined
  return { id: about.id, equipment: piece, known, lifeSafety: endangersLife(known, piece), firedAt: about.at }
}

/**
 * Makes one transition durable in one transaction: fault, ticket, clocks, parts, change log. However often it is told,
 * and from wherever it is told again, the rows stay the same.
 */
export async function recordTransition(needs: Workshop, transition: FaultTransition): Promise<void> {
  const { database, clock, log } = needs
  // A recording is read ahead of what it leads to: its tickets belong to the moment of the transition.
  const now = clock.kind === 'telemetry' ? transition.at : clock.now()
  if (transition.to === 'resolved')
    return await database.write(trx => recordResolved(trx, transition.id, transition.at, now))
  const fired = firedFault(needs, transition)
  if (!fired) return log.error({ transition }, 'a fault of unknown equipment or of a code that its class lacks')
  return await database.write(trx => recordFiring(trx, needs, transition, fired, now))
}
