import { logChanges } from '#database/changeLog.ts'
import { type FaultTransition, isShadowFault } from '#domain/faults.ts'
import { SYSTEM } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import { closeIncidents } from '../incidents/closeIncident.ts'
import { joinIncident } from '../incidents/joinIncident.ts'
import type { Workshop } from '../needs.ts'
import { addToTimeline, lockTicket, type TicketRow, type Trx } from '../tickets/lockTicket.ts'
import { countOccurrence } from './countOccurrence.ts'
import { addToHistory, lockFault } from './faultHistory.ts'
import { type FiredFault, noteAgain } from './faultTicket.ts'
import type { FaultRow } from './faultView.ts'
import { gradeFault } from './gradeFault.ts'
import { readPolicy } from './policy.ts'
import { recordShadow } from './recordShadow.ts'
import { firedFault, settleFault } from './settleFault.ts'
import { startAgeing, stopTimers } from './timers.ts'

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

/** Whether the fault fired while another row of it was open: the same trouble, told twice. */
async function coveredByAnother(trx: Trx, { id, equipment, code, at }: FaultTransition): Promise<boolean> {
  const found = await trx
    .selectFrom('fault')
    .select('id')
    .where('equipment', '=', equipment)
    .where('code', '=', code)
    .where('id', '!=', id)
    .where(eb => eb.or([eb('state', '=', 'firing'), eb.and([eb('fired_at', '<=', at), eb('resolved_at', '>=', at)])]))
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

async function insertFault(
  trx: Trx,
  transition: FaultTransition,
  fired: FiredFault,
  shelf: Shelf,
): Promise<FaultRow | undefined> {
  const { id, equipment, site, class: equipmentClass, code, at, evidence, occurrences = 1 } = transition
  return await trx
    .insertInto('fault')
    .values({
      id,
      equipment,
      site,
      class: equipmentClass,
      code,
      severity: transition.severity ?? fired.known.rule.severity,
      life_safety: fired.lifeSafety ? 1 : 0,
      state: 'firing',
      fired_at: at,
      occurrences,
      occurred_at: at,
      evidence: JSON.stringify(evidence),
      ...shelf,
    })
    .onConflict(c => c.doNothing())
    .returningAll()
    .executeTakeFirst()
}

async function recordFiring(
  trx: Trx,
  needs: Workshop,
  transition: FaultTransition,
  fired: FiredFault,
  now: Millis,
): Promise<void> {
  const known = await lockFault(trx, transition.id)
  if (known) return await recordAgain(trx, needs, known, transition, fired, now)
  const shelf = await lastingShelf(trx, transition, now)
  if (await coveredByAnother(trx, transition)) return
  const row = await insertFault(trx, transition, fired, shelf)
  if (!row) return
  const policy = await readPolicy(trx)
  const detail = { severity: row.severity, occurrences: row.occurrences }
  await addToHistory(trx, row.id, { at: row.fired_at, by: SYSTEM.username, event: 'fired', detail })
  await startAgeing(trx, row, policy)
  const incident = await joinIncident(trx, needs, row, policy, now)
  await settleFault(trx, needs, { ...row, incident: incident ?? null }, policy, now)
  await logChanges(trx, 'equipment', [row.equipment], now)
}

/** The telemetry is normal again; a repair that waits for that is verified by it (catalogue §5.6). Chatter proves nothing. */
async function noteNormal(
  trx: Trx,
  ticket: TicketRow,
  detail: { fault: string; restoredAt: Millis | null },
  { now, chatters }: { now: Millis; chatters: boolean },
): Promise<void> {
  const verified = ticket.status === 'repaired' && !chatters
  const version = verified ? ticket.version + 1 : ticket.version
  const status = verified ? 'verified' : ticket.status
  const change = { restored_at: detail.restoredAt, status, version }
  await trx.updateTable('ticket').set(change).where('id', '=', ticket.id).execute()
  const by = SYSTEM.username
  const move = {
    at: now,
    by,
    event: 'moved',
    from: ticket.status,
    to: 'verified' as const,
    detail: { byTelemetry: true },
  }
  const normal = { at: now, by, event: 'telemetryNormal', detail }
  const lines = [...(chatters ? [] : [normal]), ...(verified ? [move] : [])]
  await addToTimeline(trx, { id: ticket.id, version }, lines)
  await logChanges(trx, 'tickets', [ticket.id], now)
}

/** The fault of a known row came again, or is graded otherwise. Whoever tells an older count is told nothing new. */
async function recordAgain(
  trx: Trx,
  needs: Workshop,
  known: FaultRow,
  transition: FaultTransition,
  fired: FiredFault,
  now: Millis,
): Promise<void> {
  const { occurrences = 1, severity = fired.known.rule.severity, to } = transition
  const more = occurrences > known.occurrences
  if (!more && (to === 'firing' || known.state !== 'firing')) return
  if (more && known.state !== 'firing' && (await coveredByAnother(trx, transition))) return
  const policy = await readPolicy(trx)
  let row = known
  if (more) {
    row = await countOccurrence(trx, known, transition, policy, now)
    if (known.state !== 'firing') await startAgeing(trx, row, policy)
    row = await noteAgain(trx, needs, fired, row, policy.recurrence, now)
  }
  if (to === 'changed' || more) row = await gradeFault(trx, needs, row, severity, policy, now)
  await settleFault(trx, needs, row, policy, now)
  await logChanges(trx, 'equipment', [row.equipment], now)
}

/**
 * Ends a firing fault; its open ticket learns since when the telemetry is normal. A second telling changes nothing, nor
 * does the end of an earlier coming of a fault that has come again since.
 */
export async function recordResolved(trx: Trx, id: string, at: Millis, now: Millis): Promise<void> {
  const fault = await trx
    .updateTable('fault')
    .set(eb => ({
      state: 'resolved',
      resolved_at: eb.case().when('fired_at', '>', at).then(eb.ref('fired_at')).else(at).end(),
    }))
    .where('id', '=', id)
    .where('state', '=', 'firing')
    .where(eb => eb.or([eb('occurrences', '=', 1), eb('occurred_at', '<=', at)]))
    .returning(['equipment', 'ticket', 'resolved_at', 'chattering_at'])
    .executeTakeFirst()
  if (!fault) return
  await stopTimers(trx, id)
  const chatters = fault.chattering_at !== null && fault.chattering_at > at
  if (!chatters) await addToHistory(trx, id, { at: fault.resolved_at ?? at, by: SYSTEM.username, event: 'cleared' })
  const ticket = fault.ticket === null ? undefined : await lockTicket(trx, fault.ticket)
  if (ticket?.fault === id)
    await noteNormal(trx, ticket, { fault: id, restoredAt: fault.resolved_at }, { now, chatters })
  await closeIncidents(trx, { cause: id }, now)
  await logChanges(trx, 'faults', [id], now)
  await logChanges(trx, 'equipment', [fault.equipment], now)
}

/**
 * Makes one transition durable in one transaction: fault, ticket, clocks, parts, change log. However often it is told,
 * and from wherever it is told again, the rows stay the same.
 */
export async function recordTransition(needs: Workshop, transition: FaultTransition): Promise<void> {
  const { database, clock, log } = needs
  // A recording is read ahead of what it leads to: its tickets belong to the moment of the transition.
  const now = clock.kind === 'telemetry' ? transition.at : clock.now()
  if (isShadowFault(transition.id)) return await recordShadow(needs, transition)
  if (transition.to === 'resolved')
    return await database.write(trx => recordResolved(trx, transition.id, transition.at, now))
  const fired = firedFault(needs, transition)
  if (!fired) return log.error({ transition }, 'a fault of unknown equipment or of a code that its class lacks')
  if (transition.to === 'firing') return await database.write(trx => recordFiring(trx, needs, transition, fired, now))
  return await database.write(async trx => {
    const known = await lockFault(trx, transition.id)
    if (known) await recordAgain(trx, needs, known, transition, fired, now)
  })
}
