import { SYSTEM } from '#domain/people.ts'
import type { EscalationStep } from '#domain/promise.ts'
import type { ClockKind } from '#domain/ticketClocks.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { addToTimeline, type TicketRow, type Trx } from '../tickets/lockTicket.ts'
import { type ClockTicket, calendarOf } from './clockBasis.ts'
import { addClockLines } from './clockLines.ts'
import { dueAt, type Promised } from './dueTime.ts'

/** The steps that the service levels give a clock. */
function stepsOf(needs: Workshop, { policy, priority }: ClockTicket, kind: ClockKind): EscalationStep[] {
  const { escalation } = needs.policies.get(policy).policy
  return escalation.filter(e => e.priorities.includes(priority) && e.clocks.includes(kind)).flatMap(e => e.steps)
}

/**
 * Writes down when which role is to be told of clocks of a held ticket. A level that was told already stays told; one that
 * waits moves with its clock.
 */
export async function planEscalation(
  trx: Trx,
  needs: Workshop,
  ticket: ClockTicket,
  clocks: readonly { kind: ClockKind; promised: Promised }[],
): Promise<void> {
  const calendar = calendarOf(needs, ticket)
  const rows = clocks.flatMap(({ kind, promised }) =>
    stepsOf(needs, ticket, kind).map(({ level, share, role }) => ({
      ticket: ticket.id,
      kind,
      level,
      role,
      due_at: dueAt(promised, calendar, share),
      fired_at: null,
    })),
  )
  if (rows.length === 0) return
  await trx
    .insertInto('escalation')
    .values(rows)
    .onConflict(c =>
      c
        .columns(['ticket', 'kind', 'level'])
        .doUpdateSet(eb => ({ due_at: eb.ref('excluded.due_at'), role: eb.ref('excluded.role') }))
        .where('escalation.fired_at', 'is', null),
    )
    .execute()
}

/** Takes back what nobody has been told yet: the clocks stopped. */
export async function withdrawEscalation(trx: Trx, ticket: string, kinds: readonly ClockKind[]): Promise<void> {
  if (kinds.length === 0) return
  await trx
    .deleteFrom('escalation')
    .where('ticket', '=', ticket)
    .where('kind', 'in', kinds)
    .where('fired_at', 'is', null)
    .execute()
}

/** Tells the roles whose step is due on a held ticket, each once, in the order of time and level. */
export async function escalateDue(trx: Trx, ticket: Pick<TicketRow, 'id' | 'version'>, now: Millis): Promise<number> {
  const fired = await trx
    .updateTable('escalation')
    .set({ fired_at: now })
    .where('ticket', '=', ticket.id)
    .where('due_at', '<=', now)
    .where('fired_at', 'is', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('ticket_clock')
          .select('ticket_clock.kind')
          .whereRef('ticket_clock.ticket', '=', 'escalation.ticket')
          .whereRef('ticket_clock.kind', '=', 'escalation.kind')
          .where('ticket_clock.stopped_at', 'is', null)
          .where('ticket_clock.paused_at', 'is', null),
      ),
    )
    .returning(['kind', 'level', 'role', 'due_at'])
    .execute()
  fired.sort((a, b) => a.due_at - b.due_at || a.level - b.level || a.kind.localeCompare(b.kind))
  const by = SYSTEM.username
  const lines = fired.map(({ kind, level, role, due_at: dueAt }) => ({ kind, detail: { level, role, dueAt } }))
  await addClockLines(
    trx,
    ticket.id,
    lines.map(({ kind, detail }) => ({ kind, at: now, event: 'escalated' as const, by, detail })),
  )
  await addToTimeline(
    trx,
    ticket,
    lines.map(({ kind, detail }) => ({ at: now, by, event: 'escalated', detail: { clock: kind, ...detail } })),
  )
  return fired.length
}
