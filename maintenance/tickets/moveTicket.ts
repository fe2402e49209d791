import { logChanges } from '#database/changeLog.ts'
import type { TicketMove } from '#domain/commands.ts'
import { CodedError } from '#domain/errors.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import { breachDue, resumeResolve, stopClocks } from '../clocks/clocks.ts'
import { refuseWhileFiring } from '../faults/faultGate.ts'
import { resetByPerson } from '../faults/resetByPerson.ts'
import type { Workshop } from '../needs.ts'
import { reserveAgain } from '../parts/reserveAgain.ts'
import { type Settled, settleParts } from '../parts/settleParts.ts'
import { addToTimeline, isOpen, lockTicket, type TicketRow, type Trx } from './lockTicket.ts'
import { checkMove, MOVE_RULES } from './moves.ts'
import { findRule } from './priority.ts'
import { toTimelineEntry } from './ticketView.ts'

/** @throws CodedError STALE_VERSION with what happened since the version that the person saw */
async function refuseStale(
  db: Trx | Workshop['database']['db'],
  ticket: TicketRow,
  seen: number | undefined,
): Promise<void> {
  if (seen === undefined || seen === ticket.version) return
  const rows = await db
    .selectFrom('ticket_event')
    .selectAll()
    .where('ticket', '=', ticket.id)
    .where('version', '>', seen)
    .orderBy('number')
    .execute()
  throw new CodedError('STALE_VERSION', {
    version: ticket.version,
    status: ticket.status,
    since: rows.map(toTimelineEntry),
  })
}

function visible(ticket: TicketRow | undefined, id: string, actor: Actor): TicketRow {
  if (!ticket || !seesSite(actor, ticket.site)) throw new CodedError('NOT_FOUND', { ticket: id })
  return ticket
}

/** Before a latched fault's ticket is verified, the rules are asked to end the fault; outside any transaction, because the end comes back through `handle`. */
async function endLatchedFault(needs: Workshop, id: string, move: TicketMove, actor: Actor): Promise<void> {
  if (move.to !== 'verified') return
  const { db } = needs.database
  const row = await db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirst()
  const ticket = visible(row, id, actor)
  await refuseStale(db, ticket, move.version)
  checkMove(needs.catalogue, ticket, move)
  const fault = await db
    .selectFrom('fault')
    .select(['id', 'equipment', 'code', 'class'])
    .where('id', '=', ticket.fault ?? '')
    .where('state', '=', 'firing')
    .executeTakeFirst()
  if (fault && findRule(needs.catalogue, fault.class, fault.code)?.rule.latched !== false)
    await resetByPerson(needs, fault)
}

async function needTechnician(trx: Trx, id: string): Promise<void> {
  const found = await trx.selectFrom('technician').select('active').where('id', '=', id).executeTakeFirst()
  if (found?.active !== 1) throw new CodedError('UNKNOWN_TECHNICIAN', { technician: id })
}

/** A closed ticket may come back only while no other is open for the same fault. */
async function refuseSecond(trx: Trx, ticket: TicketRow): Promise<void> {
  if (ticket.status !== 'closed' || ticket.fault_code === null) return
  const other = await trx
    .selectFrom('ticket')
    .select('id')
    .where('equipment', '=', ticket.equipment)
    .where('fault_code', '=', ticket.fault_code)
    .where(isOpen)
    .executeTakeFirst()
  if (other) throw new CodedError('ALREADY_EXISTS', { ticket: other.id })
}

/** What the ticket's own row becomes. */
function changedRow(ticket: TicketRow, move: TicketMove, now: Millis): Partial<TicketRow> {
  const { to } = move
  const technician = move.technician ?? ticket.technician
  if (to === 'dispatched') return { technician, technician_proposed: 0 }
  if (to === 'acknowledged') return { technician, technician_proposed: technician === null ? 0 : 1 }
  if (to === 'repaired')
    return { repair: JSON.stringify(move.repair), ...(ticket.fault === null && { restored_at: now }) }
  if (to === 'closed' || to === 'cancelled') return { closed_at: now }
  if (to === 'reopened') return { closed_at: null, repair: null, ...(ticket.fault === null && { restored_at: null }) }
  return {}
}

/** Parts go with the move: a repair issues what was used, an end releases what is left, a reopening reserves again. */
async function moveParts(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  move: TicketMove,
  now: Millis,
): Promise<Settled> {
  const { to, partsUsed } = move
  if (to === 'repaired' && partsUsed) return await settleParts(trx, ticket.id, partsUsed, now)
  if (to === 'closed' || to === 'cancelled') return await settleParts(trx, ticket.id, [], now)
  if (to === 'reopened') return { parts: await reserveAgain(trx, needs, ticket, now), tickets: [] }
  return { parts: [], tickets: [] }
}

async function moveClocks(trx: Trx, ticket: TicketRow, move: TicketMove, now: Millis): Promise<void> {
  await breachDue(trx, ticket, now)
  const stops = MOVE_RULES[move.to].stops ?? []
  await stopClocks(trx, ticket.id, ticket.status === 'new' ? [...stops, 'respond'] : stops, now)
  if (move.to === 'reopened') await resumeResolve(trx, ticket.id)
}

async function makeMove(trx: Trx, needs: Workshop, ticket: TicketRow, move: TicketMove, actor: Actor): Promise<void> {
  const now = needs.clock.now()
  const { to, version: _, ...detail } = move
  if (move.technician !== undefined) await needTechnician(trx, move.technician)
  if (MOVE_RULES[to].faultResolved) await refuseWhileFiring(trx, ticket)
  if (to === 'reopened') await refuseSecond(trx, ticket)
  await moveClocks(trx, ticket, move, now)
  const version = ticket.version + 1
  const change = { ...changedRow(ticket, move, now), status: to, version }
  await trx.updateTable('ticket').set(change).where('id', '=', ticket.id).execute()
  const technician = change.technician ?? undefined
  await addToTimeline(trx, { id: ticket.id, version }, [
    {
      at: now,
      by: actor.username,
      event: 'moved',
      from: ticket.status,
      to,
      detail: { ...detail, ...(technician && { technician }) },
    },
  ])
  const { parts, tickets } = await moveParts(trx, needs, ticket, move, now)
  await logChanges(trx, 'parts', parts, now)
  await logChanges(trx, 'tickets', [...new Set([ticket.id, ...tickets])], now)
}

/** Moves a ticket to another status with all that the move brings, in one transaction. @throws CodedError see `Tickets.move` */
export async function moveTicket(needs: Workshop, id: string, move: TicketMove, actor: Actor): Promise<void> {
  await endLatchedFault(needs, id, move, actor)
  await needs.database.write(async trx => {
    const ticket = visible(await lockTicket(trx, id), id, actor)
    await refuseStale(trx, ticket, move.version)
    checkMove(needs.catalogue, ticket, move)
    await makeMove(trx, needs, ticket, move, actor)
  })
}
