import { logChanges } from '#database/changeLog.ts'
import type { AlarmPolicy } from '#domain/alarmPolicy.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { Severity } from '#domain/faults.ts'
import { SYSTEM } from '#domain/people.ts'
import { THOUGHT_DONE } from '#domain/ticketStages.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import { reopenClocks } from '../clocks/reopenClocks.ts'
import type { Workshop } from '../needs.ts'
import { reserveAgain } from '../parts/reserveAgain.ts'
import { changedRow } from '../tickets/changedRow.ts'
import { ticketsChanged } from '../tickets/changeTicket.ts'
import { linkRepeat } from '../tickets/linkRepeat.ts'
import { addToTimeline, isOpen, lockTicket, type TicketRow, type Trx } from '../tickets/lockTicket.ts'
import { openTicket } from '../tickets/openTicket.ts'
import type { KnownFault } from '../tickets/priority.ts'
import { watchRepeats } from '../tickets/rootCause.ts'
import { takeFromBudget } from '../tickets/ticketBudget.ts'
import type { FaultRow } from './faultView.ts'
import { isGraver, raiseTicket } from './raiseTicket.ts'

/** A fault that has just fired. */
export interface FiredFault {
  id: string
  equipment: Equipment
  known: KnownFault
  lifeSafety: boolean
  firedAt: Millis
  /** As it is graded, when that differs from its rule. */
  severity?: Severity
}

type Recurrence = AlarmPolicy['recurrence']
const DAY = 86_400_000

/** A repair that was thought done when the fault came back. */
const DONE: readonly TicketStatus[] = [...THOUGHT_DONE, 'closed']

async function findOpenTicket(trx: Trx, equipment: string, code: string): Promise<TicketRow | undefined> {
  const found = await trx
    .selectFrom('ticket')
    .select('id')
    .where('equipment', '=', equipment)
    .where('fault_code', '=', code)
    .where(isOpen)
    .executeTakeFirst()
  const ticket = found && (await lockTicket(trx, found.id))
  return ticket && ticket.status !== 'closed' && ticket.status !== 'cancelled' ? ticket : undefined
}

/** Why a ticket goes back to its technician by itself: how long the repair held. */
async function notHeld(trx: Trx, ticket: TicketRow, { firedAt }: FiredFault): Promise<Record<string, unknown>> {
  const repaired = await trx
    .selectFrom('ticket_event')
    .select('at')
    .where('ticket', '=', ticket.id)
    .where('to_status', '=', 'repaired')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const heldMs = repaired && Math.max(0, firedAt - repaired.at)
  return {
    why: 'notHeld',
    ...(heldMs !== undefined && { heldMs }),
    ...(ticket.technician && { technician: ticket.technician }),
  }
}

/** The fault fired again while its ticket is open: one more occurrence, and a repair that was thought done did not hold. */
async function addOccurrence(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  fault: FiredFault,
  at: Millis,
): Promise<void> {
  const reopens = DONE.includes(ticket.status)
  const status = reopens ? 'reopened' : ticket.status
  const version = ticket.version + 1
  const occurrences = ticket.occurrences + 1
  await trx
    .updateTable('ticket')
    .set({
      fault: fault.id,
      occurrences,
      version,
      status,
      ...(reopens && changedRow(ticket, { to: 'reopened' }, at)),
      restored_at: null,
    })
    .where('id', '=', ticket.id)
    .execute()
  const detail = { fault: fault.id, occurrences, ...(reopens && (await notHeld(trx, ticket, fault))) }
  const move = reopens && { from: ticket.status, to: 'reopened' as const }
  await addToTimeline(trx, { id: ticket.id, version }, [
    { at, by: SYSTEM.username, event: reopens ? 'reopened' : 'recurred', ...move, detail },
  ])
  if (reopens) {
    await reopenClocks(trx, needs, ticket, at)
    const { parts, tickets } = await reserveAgain(trx, needs, ticket, at)
    await logChanges(trx, 'parts', parts, at)
    await logChanges(trx, 'tickets', tickets, at)
    const faultCode = fault.known.rule.code
    await watchRepeats(trx, needs, { ticket: ticket.id, equipment: fault.equipment, faultCode, at })
  }
  const grade = { severity: fault.severity ?? fault.known.rule.severity, lifeSafety: fault.lifeSafety }
  // How people graded it before any telemetry told; what they made of a fault that is known stays theirs.
  if (ticket.fault === null && isGraver(grade, ticket))
    await raiseTicket(trx, needs, { id: fault.id, ticket: ticket.id }, grade, at)
  await ticketsChanged(trx, needs, [ticket.id], at)
}

/** The ticket of the same fault that was closed so lately that a new coming reopens it. */
async function lastClosed(
  trx: Trx,
  { equipment, known, firedAt }: FiredFault,
  { withinDays }: Recurrence,
): Promise<TicketRow | undefined> {
  const found = await trx
    .selectFrom('ticket')
    .select('id')
    .where('equipment', '=', equipment.id)
    .where('fault_code', '=', known.rule.code)
    .where('status', '=', 'closed')
    .where('closed_at', '>=', firedAt - withinDays * DAY)
    .orderBy('closed_at', 'desc')
    .orderBy('opened_at', 'desc')
    .executeTakeFirst()
  return found && (await lockTicket(trx, found.id))
}

async function openForFault(trx: Trx, needs: Workshop, fault: FiredFault, at: Millis): Promise<string | undefined> {
  const { equipment, known, lifeSafety, firedAt } = fault
  const { rule } = known
  return await openTicket(trx, needs, {
    equipment,
    origin: rule.severity === 'predictive' ? 'prediction' : 'rule',
    by: SYSTEM.username,
    severity: fault.severity ?? rule.severity,
    lifeSafety,
    openedAt: at,
    failedAt: Math.min(firedAt, at),
    estRepairMin: rule.estRepairMin,
    fault: fault.id,
    faultCode: rule.code,
    skill: rule.skill,
  })
}

/**
 * Exactly one open ticket for the equipment and fault code: the open one gets an occurrence; one that was closed lately
 * is opened again where the alarm policy says so; otherwise one is opened, linked with the one it repeats by the service
 * levels.
 * @returns undefined when the rule has opened as many tickets today as it may
 */
export async function ticketForFault(
  trx: Trx,
  needs: Workshop,
  fault: FiredFault,
  recurrence: Recurrence,
  at: Millis,
): Promise<string | undefined> {
  for (;;) {
    const open = await findOpenTicket(trx, fault.equipment.id, fault.known.rule.code)
    const again = open ?? (recurrence.as === 'reopen' ? await lastClosed(trx, fault, recurrence) : undefined)
    if (again) {
      await addOccurrence(trx, needs, again, fault, at)
      return again.id
    }
    if (!(await takeFromBudget(trx, needs, fault.known.rule, fault.lifeSafety, at))) return undefined
    const id = await openForFault(trx, needs, fault, at)
    if (id === undefined) continue
    await linkRepeat(trx, needs, id, { equipment: fault.equipment, faultCode: fault.known.rule.code, at })
    return id
  }
}

/** A fault that came again in its row: its ticket gets an occurrence, without a line in its history while it chatters. */
export async function noteAgain(
  trx: Trx,
  needs: Workshop,
  fired: FiredFault,
  row: FaultRow,
  recurrence: Recurrence,
  now: Millis,
): Promise<FaultRow> {
  if (row.ticket === null) return row
  const ticket = await lockTicket(trx, row.ticket)
  const chatters = row.chattering_at !== null && row.chattering_at > row.occurred_at
  const ended = ticket === undefined || ticket.status === 'closed' || ticket.status === 'cancelled'
  if (chatters && !ended && !DONE.includes(ticket.status)) {
    const change = { occurrences: ticket.occurrences + 1, restored_at: null }
    await trx.updateTable('ticket').set(change).where('id', '=', ticket.id).execute()
    await ticketsChanged(trx, needs, [ticket.id], now)
    return row
  }
  const id = await ticketForFault(trx, needs, { ...fired, severity: row.severity }, recurrence, now)
  if (id === undefined) return row
  await trx.updateTable('fault').set({ ticket: id }).where('id', '=', row.id).execute()
  return { ...row, ticket: id }
}
