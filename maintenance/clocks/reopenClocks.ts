import { SYSTEM } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { TicketRow, Trx } from '../tickets/lockTicket.ts'
import { addClockLines } from './clockLines.ts'
import { planEscalation, withdrawEscalation } from './escalations.ts'
import { promisedOf } from './pauses.ts'

/** The promise to resolve, or the due window of a planned visit, runs again, with its first due time. */
async function resumeResolve(trx: Trx, needs: Workshop, ticket: TicketRow, at: Millis): Promise<void> {
  const clock = await trx
    .updateTable('ticket_clock')
    .set({ stopped_at: null })
    .where('ticket', '=', ticket.id)
    .where('kind', 'in', ['resolve', 'dueWindow'])
    .where('stopped_at', 'is not', null)
    .returningAll()
    .executeTakeFirst()
  if (!clock) return
  const detail = { why: 'reopened', dueAt: clock.due_at }
  await addClockLines(trx, ticket.id, [{ kind: clock.kind, at, event: 'restarted', by: SYSTEM.username, detail }])
  await planEscalation(trx, needs, ticket, [{ kind: clock.kind, promised: await promisedOf(trx, clock) }])
}

/** The return visit has to wait for the repair that holds. */
async function withdrawFollowUp(trx: Trx, ticket: string, at: Millis): Promise<void> {
  await trx.deleteFrom('clock_pause').where('ticket', '=', ticket).where('kind', '=', 'followUp').execute()
  const { numDeletedRows } = await trx
    .deleteFrom('ticket_clock')
    .where('ticket', '=', ticket)
    .where('kind', '=', 'followUp')
    .executeTakeFirst()
  if (numDeletedRows === 0n) return
  await withdrawEscalation(trx, ticket, ['followUp'])
  const detail = { why: 'reopened' }
  await addClockLines(trx, ticket, [{ kind: 'followUp', at, event: 'withdrawn', by: SYSTEM.username, detail }])
}

/** A repair that did not hold. */
export async function reopenClocks(trx: Trx, needs: Workshop, ticket: TicketRow, at: Millis): Promise<void> {
  await resumeResolve(trx, needs, ticket, at)
  await withdrawFollowUp(trx, ticket.id, at)
}
