import type { TicketMove } from '#domain/commands.ts'
import type { SurveyInvitation } from '#domain/surveys.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { TicketRow, Trx } from '../tickets/lockTicket.ts'
import { addAttempt } from './callAttempts.ts'
import { startCallBack } from './callBack.ts'
import { invite } from './invite.ts'
import { recordAnswer } from './recordAnswer.ts'

/**
 * What the move of a held ticket is to the customer: work that was accepted invites to the survey, an answer or a call is
 * written down, and who says on the phone to be dissatisfied is owed another call.
 */
export async function customerSide(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  { to, survey, followUp }: TicketMove,
  when: { at: Millis; by: string },
): Promise<SurveyInvitation | undefined> {
  if (to === 'surveyed' && survey) await recordAnswer(trx, needs, ticket, survey, when)
  if (to === 'followedUp' && followUp) {
    await addAttempt(trx, ticket.id, 'followUp', { ...when, ...followUp })
    if (followUp.result === 'dissatisfied') await startCallBack(trx, needs, ticket, when.at)
  }
  if (to === 'handedOver' || to === 'answered') return await invite(trx, needs, ticket, when.at)
  return undefined
}
