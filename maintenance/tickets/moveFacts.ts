import type { Diagnosis } from '#domain/ticketActs.ts'
import type { TicketMove } from '#domain/ticketCommands.ts'
import type { Millis } from '#domain/time.ts'
import { triedEnough } from '../customers/callAttempts.ts'
import { secondMissing } from '../dispatch/checkPeople.ts'
import { siteDispatch } from '../dispatch/siteDispatch.ts'
import type { Workshop } from '../needs.ts'
import type { TicketRow, Trx } from './lockTicket.ts'
import type { MoveFacts } from './moves.ts'
import { consented } from './signatures.ts'

/** Whether the plan costs the owner more than goes without saying, and nobody has signed it; the warranty costs nothing (P13). */
async function lacksConsent(trx: Trx, ticket: TicketRow, freeUpTo: number): Promise<boolean> {
  if (ticket.diagnosis === null) return false
  const plan: Diagnosis = JSON.parse(ticket.diagnosis)
  if (plan.underWarranty === true || (plan.estimatedCost ?? 0) <= freeUpTo) return false
  return !(await consented(trx, ticket.id, plan.at))
}

/** Whether the promise to resolve is missed already, or will be by what is now expected. */
async function missesResolve(trx: Trx, ticket: TicketRow, expectedAt: Millis): Promise<boolean> {
  const late = await trx
    .selectFrom('ticket_clock')
    .select('kind')
    .where('ticket', '=', ticket.id)
    .where('kind', '=', 'resolve')
    .where('stopped_at', 'is', null)
    .where('due_at', '<', expectedAt)
    .executeTakeFirst()
  return late !== undefined
}

async function proofRequired(trx: Trx, needs: Workshop, { site }: TicketRow): Promise<boolean> {
  return (await siteDispatch(trx, needs.catalogue.dispatch, site)).proofRequired === true
}

export async function moveFacts(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  move: TicketMove,
  seen: { proven: boolean; now: Millis },
): Promise<MoveFacts> {
  const { consentAboveCny } = needs.policies.get(ticket.policy).policy
  const unreached = move.to === 'followedUp' && move.followUp?.result === 'notReached'
  return {
    proven: seen.proven,
    proofRequired: move.to === 'onSite' && (await proofRequired(trx, needs, ticket)),
    consentMissing: await lacksConsent(trx, ticket, consentAboveCny),
    triesMissing: unreached && !(await triedEnough(trx, needs, ticket, 'followUp')),
    secondMissing: await secondMissing(trx, needs, ticket, move),
    delayUntold: ticket.delay === null && (await missesResolve(trx, ticket, Math.max(seen.now, move.expectedAt ?? 0))),
  }
}
