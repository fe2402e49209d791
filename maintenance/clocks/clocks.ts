import { logChanges } from '#database/changeLog.ts'
import { SYSTEM } from '#domain/people.ts'
import type { ClockKind } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import { addToTimeline, lockTicket, type TicketRow, type Trx } from '../tickets/lockTicket.ts'

/** Starts the clocks of a new ticket. */
export async function startClocks(
  trx: Trx,
  ticket: string,
  startedAt: Millis,
  due: readonly { kind: ClockKind; dueAt: Millis }[],
): Promise<void> {
  const rows = due.map(({ kind, dueAt }) => ({
    ticket,
    kind,
    started_at: startedAt,
    due_at: dueAt,
    stopped_at: null,
    breached_at: null,
  }))
  await trx.insertInto('ticket_clock').values(rows).execute()
}

/** Marks the running clocks of a held ticket whose time has run out, each once, with a line in its history. */
export async function breachDue(trx: Trx, ticket: TicketRow, now: Millis): Promise<number> {
  const breached = await trx
    .updateTable('ticket_clock')
    .set(eb => ({ breached_at: eb.ref('due_at') }))
    .where('ticket', '=', ticket.id)
    .where('due_at', '<=', now)
    .where('stopped_at', 'is', null)
    .where('breached_at', 'is', null)
    .returning(['kind', 'due_at'])
    .execute()
  breached.sort((a, b) => a.due_at - b.due_at)
  const lines = breached.map(({ kind, due_at }) => ({
    at: now,
    by: SYSTEM.username,
    event: 'breached',
    detail: { clock: kind, dueAt: due_at },
  }))
  await addToTimeline(trx, ticket, lines)
  return breached.length
}

/** Stops clocks of a held ticket; one that is stopped already keeps its time. */
export async function stopClocks(trx: Trx, ticket: string, kinds: readonly ClockKind[], now: Millis): Promise<void> {
  if (kinds.length === 0) return
  await trx
    .updateTable('ticket_clock')
    .set({ stopped_at: now })
    .where('ticket', '=', ticket)
    .where('kind', 'in', kinds)
    .where('stopped_at', 'is', null)
    .execute()
}

/** A repair that did not hold: the promise to resolve runs again, with its first due time. */
export async function resumeResolve(trx: Trx, ticket: string): Promise<void> {
  await trx
    .updateTable('ticket_clock')
    .set({ stopped_at: null })
    .where('ticket', '=', ticket)
    .where('kind', '=', 'resolve')
    .execute()
}

/** Marks what is overdue on one ticket, in a transaction of its own. */
export async function breachTicket(trx: Trx, id: string, now: Millis): Promise<void> {
  const ticket = await lockTicket(trx, id)
  if (ticket && (await breachDue(trx, ticket, now)) > 0) await logChanges(trx, 'tickets', [id], now)
}
