import { CodedError } from '#domain/errors.ts'
import type { PauseReason } from '#domain/servicePolicy.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { TicketRow, Trx } from '../tickets/lockTicket.ts'
import { type ClockRow, calendarOf, spanOf } from './clockBasis.ts'
import { addClockLines } from './clockLines.ts'
import { dueAt, type Pause, type Promised } from './dueTime.ts'
import { planEscalation } from './escalations.ts'

/** A pause that a dispatcher or administrator grants. */
export interface GrantedPause {
  reason: string
  evidence?: string | undefined
  by: string
  at: Millis
}

/**
 * The policy's reason of that code. Where life is in danger no clock stands still, whatever the reason.
 * @throws CodedError CANNOT_PAUSE, MOVE_NEEDS for evidence
 */
export function pauseReason(
  needs: Workshop,
  ticket: Pick<TicketRow, 'policy' | 'life_safety'>,
  status: TicketStatus,
  { reason, evidence }: Pick<GrantedPause, 'reason' | 'evidence'>,
): PauseReason {
  const { pauseReasons } = needs.policies.get(ticket.policy).policy
  const allowed = pauseReasons.filter(r => (r.statuses as readonly TicketStatus[]).includes(status))
  const found = allowed.find(r => r.code === reason)
  if (ticket.life_safety === 1) throw new CodedError('CANNOT_PAUSE', { lifeSafety: true })
  if (!found) throw new CodedError('CANNOT_PAUSE', { reason, status, allowed: allowed.map(r => r.code) })
  if (found.evidence && evidence === undefined) throw new CodedError('MOVE_NEEDS', { missing: ['pause.evidence'] })
  return found
}

/** Lets the clocks that the reason names stand still; one that has run out already is late for good. @returns how many */
export async function pauseClocks(
  trx: Trx,
  ticket: TicketRow,
  { code, clocks }: PauseReason,
  { evidence, by, at }: GrantedPause,
): Promise<number> {
  const paused = await trx
    .updateTable('ticket_clock')
    .set({ paused_at: at })
    .where('ticket', '=', ticket.id)
    .where('kind', 'in', clocks)
    .where('stopped_at', 'is', null)
    .where('breached_at', 'is', null)
    .where('paused_at', 'is', null)
    .returning('kind')
    .execute()
  if (paused.length === 0) return 0
  // A pause that ended in this very millisecond goes on.
  await trx
    .insertInto('clock_pause')
    .values(paused.map(({ kind }) => ({ ticket: ticket.id, kind, from_at: at, to_at: null, reason: code })))
    .onConflict(c => c.columns(['ticket', 'kind', 'from_at']).doUpdateSet({ to_at: null, reason: code }))
    .execute()
  const detail = { reason: code, ...(evidence !== undefined && { evidence }) }
  await addClockLines(
    trx,
    ticket.id,
    paused.map(({ kind }) => ({ kind, at, event: 'paused' as const, by, detail })),
  )
  return paused.length
}

/** What a clock of a held ticket was promised, with its pauses. */
export async function promisedOf(trx: Trx, clock: ClockRow): Promise<Promised> {
  const rows = await trx
    .selectFrom('clock_pause')
    .select(['from_at', 'to_at'])
    .where('ticket', '=', clock.ticket)
    .where('kind', '=', clock.kind)
    .orderBy('from_at')
    .execute()
  const pauses: Pause[] = rows.map(({ from_at: from, to_at: to }) => ({ from, to }))
  return { span: spanOf(clock), startedAt: clock.started_at, pauses }
}

async function endPause(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  clock: ClockRow,
  end: { at: Millis; by: string },
): Promise<void> {
  await trx
    .updateTable('clock_pause')
    .set({ to_at: end.at })
    .where('ticket', '=', ticket.id)
    .where('kind', '=', clock.kind)
    .where('to_at', 'is', null)
    .execute()
  const promised = await promisedOf(trx, clock)
  const due = dueAt(promised, calendarOf(needs, ticket))
  await trx
    .updateTable('ticket_clock')
    .set({ paused_at: null, due_at: due })
    .where('ticket', '=', ticket.id)
    .where('kind', '=', clock.kind)
    .execute()
  const detail = { pausedMs: end.at - (clock.paused_at ?? end.at), dueAt: due, dueBefore: clock.due_at }
  await addClockLines(trx, ticket.id, [{ kind: clock.kind, at: end.at, event: 'resumed', by: end.by, detail }])
  await planEscalation(trx, needs, ticket, [{ kind: clock.kind, promised }])
}

/** Lets the clocks of a held ticket that stand still run on, each due later by what it stood still. */
export async function resumeClocks(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  end: { at: Millis; by: string },
): Promise<void> {
  const paused = await trx
    .selectFrom('ticket_clock')
    .selectAll()
    .where('ticket', '=', ticket.id)
    .where('paused_at', 'is not', null)
    .where('stopped_at', 'is', null)
    .orderBy('kind')
    .execute()
  for (const clock of paused) await endPause(trx, needs, ticket, clock, end)
}
