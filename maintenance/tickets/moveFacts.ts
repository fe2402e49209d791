import { type ConsentAsked, consentAsked } from '#domain/consent.ts'
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

/** The consent that the plan asks for while nobody has signed it. */
export async function consentMissing(
  db: Trx | Workshop['database']['db'],
  { policies }: Pick<Workshop, 'policies'>,
  ticket: TicketRow,
): Promise<ConsentAsked | undefined> {
  if (ticket.diagnosis === null) return undefined
  const plan: Diagnosis = JSON.parse(ticket.diagnosis)
  const asked = consentAsked(plan, policies.get(ticket.policy).policy.consentAboveCny)
  return asked && !(await consented(db, ticket.id, plan.at)) ? asked : undefined
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
  const unreached = move.to === 'followedUp' && move.followUp?.result === 'notReached'
  return {
    proven: seen.proven,
    proofRequired: move.to === 'onSite' && (await proofRequired(trx, needs, ticket)),
    consentMissing: (await consentMissing(trx, needs, ticket)) !== undefined,
    triesMissing: unreached && !(await triedEnough(trx, needs, ticket, 'followUp')),
    secondMissing: await secondMissing(trx, needs, ticket, move),
    delayUntold: ticket.delay === null && (await missesResolve(trx, ticket, Math.max(seen.now, move.expectedAt ?? 0))),
  }
}
