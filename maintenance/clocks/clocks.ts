import { SYSTEM } from '#domain/people.ts'
import type { ClockKind } from '#domain/ticketClocks.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { addToTimeline, type TicketRow, type Trx } from '../tickets/lockTicket.ts'
import { basisOf, type ClockTicket, calendarOf } from './clockBasis.ts'
import { addClockLines } from './clockLines.ts'
import { dueAt } from './dueTime.ts'
import { planEscalation, withdrawEscalation } from './escalations.ts'
import type { ServicePromise } from './serviceLevels.ts'

/** Starts clocks of a held ticket. */
export async function startClocks(
  trx: Trx,
  needs: Workshop,
  ticket: ClockTicket,
  promises: readonly ServicePromise[],
  startedAt: Millis,
): Promise<void> {
  if (promises.length === 0) return
  const calendar = calendarOf(needs, ticket)
  const started = promises.map(({ kind, span }) => {
    const promised = { span, startedAt, pauses: [] }
    return { kind, promised, due: dueAt(promised, calendar) }
  })
  const rows = started.map(({ kind, promised: { span }, due }) => ({
    ticket: ticket.id,
    kind,
    started_at: startedAt,
    due_at: due,
    stopped_at: null,
    breached_at: null,
    span: JSON.stringify(span),
  }))
  await trx.insertInto('ticket_clock').values(rows).execute()
  const lines = started.map(({ kind, promised, due }) => ({
    kind,
    at: startedAt,
    event: 'started' as const,
    by: SYSTEM.username,
    detail: basisOf(needs, ticket, promised, due),
  }))
  await addClockLines(trx, ticket.id, lines)
  await planEscalation(trx, needs, ticket, started)
}

/** Marks the running clocks of a held ticket whose time has run out, each once, with a line in its history. */
export async function breachDue(trx: Trx, ticket: Pick<TicketRow, 'id' | 'version'>, now: Millis): Promise<number> {
  const breached = await trx
    .updateTable('ticket_clock')
    .set(eb => ({ breached_at: eb.ref('due_at') }))
    .where('ticket', '=', ticket.id)
    .where('due_at', '<=', now)
    .where('stopped_at', 'is', null)
    .where('paused_at', 'is', null)
    .where('breached_at', 'is', null)
    .returning(['kind', 'due_at'])
    .execute()
  breached.sort((a, b) => a.due_at - b.due_at)
  const by = SYSTEM.username
  const lines = breached.map(({ kind, due_at: dueAt }) => ({ kind, at: now, by, detail: { dueAt } }))
  await addClockLines(
    trx,
    ticket.id,
    lines.map(line => ({ ...line, event: 'breached' })),
  )
  await addToTimeline(
    trx,
    ticket,
    lines.map(({ kind, at, detail }) => ({ at, by, event: 'breached', detail: { clock: kind, ...detail } })),
  )
  return breached.length
}

/** Stops clocks of a held ticket; one that is stopped already keeps its time. */
export async function stopClocks(
  trx: Trx,
  ticket: string,
  kinds: readonly ClockKind[],
  stop: { at: Millis; by: string; why: string },
): Promise<void> {
  if (kinds.length === 0) return
  const stopped = await trx
    .updateTable('ticket_clock')
    .set({ stopped_at: stop.at })
    .where('ticket', '=', ticket)
    .where('kind', 'in', kinds)
    .where('stopped_at', 'is', null)
    .returning(['kind', 'due_at'])
    .execute()
  const lines = stopped.map(({ kind, due_at }) => ({
    kind,
    at: stop.at,
    event: 'stopped' as const,
    by: stop.by,
    detail: { why: stop.why, lateMs: Math.max(0, stop.at - due_at) },
  }))
  await addClockLines(trx, ticket, lines)
  await withdrawEscalation(
    trx,
    ticket,
    stopped.map(({ kind }) => kind),
  )
}
