import { SYSTEM } from '#domain/people.ts'
import { type ClockKind, RESPONSE_KINDS } from '#domain/ticketClocks.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { TicketRow, Trx } from '../tickets/lockTicket.ts'
import { addClockLines } from './clockLines.ts'
import { startClocks } from './clocks.ts'
import { planEscalation, withdrawEscalation } from './escalations.ts'
import { promisedOf } from './pauses.ts'
import { removeClock } from './removeClock.ts'
import { promisesOf } from './serviceLevels.ts'

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
  if (!(await removeClock(trx, ticket, 'followUp'))) return
  await withdrawEscalation(trx, ticket, ['followUp'])
  const detail = { why: 'reopened' }
  await addClockLines(trx, ticket, [{ kind: 'followUp', at, event: 'withdrawn', by: SYSTEM.username, detail }])
}

/** Takes a promise out that is made anew, its steps too, also those that were told. @returns when it had been missed */
async function takeOut(trx: Trx, ticket: string, kind: ClockKind): Promise<Millis | null> {
  await trx.deleteFrom('escalation').where('ticket', '=', ticket).where('kind', '=', kind).execute()
  return (await removeClock(trx, ticket, kind))?.breached_at ?? null
}

/** Somebody has to come once more: the promises of the response run again, from now on. One that was missed stays missed. */
async function promiseResponse(trx: Trx, needs: Workshop, ticket: TicketRow, at: Millis): Promise<void> {
  const equipment = needs.equipment(ticket.equipment)
  if (!equipment) return
  const { policy } = needs.policies.get(ticket.policy)
  const basis = { kind: ticket.kind, priority: ticket.priority, minor: ticket.minor === 1, equipment }
  const promises = promisesOf(needs.catalogue, policy, basis).filter(({ kind }) => RESPONSE_KINDS.includes(kind))
  const missed = new Map<ClockKind, Millis | null>()
  for (const { kind } of promises) missed.set(kind, await takeOut(trx, ticket.id, kind))
  await startClocks(trx, needs, ticket, promises, at)
  for (const [kind, breached_at] of missed)
    if (breached_at !== null)
      await trx
        .updateTable('ticket_clock')
        .set({ breached_at })
        .where('ticket', '=', ticket.id)
        .where('kind', '=', kind)
        .execute()
}

/** A repair that did not hold. */
export async function reopenClocks(trx: Trx, needs: Workshop, ticket: TicketRow, at: Millis): Promise<void> {
  await promiseResponse(trx, needs, ticket, at)
  await resumeResolve(trx, needs, ticket, at)
  await withdrawFollowUp(trx, ticket.id, at)
}
