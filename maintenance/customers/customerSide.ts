import { SYSTEM } from '#domain/people.ts'
import type { SurveyWay } from '#domain/surveys.ts'
import type { TicketMove } from '#domain/ticketCommands.ts'
import type { TimelineEntry } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { TicketRow, Trx } from '../tickets/lockTicket.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { addAttempt } from './callAttempts.ts'
import { startCallBack } from './callBack.ts'
import { type Invitation, invite } from './invite.ts'
import { recordAnswer } from './recordAnswer.ts'

/** The line by which a message with the link goes out, to whom asks for contacts; it says which survey and whose. */
export const surveyDue = (
  at: Millis,
  reminder: number,
  { id, report }: Pick<Invitation, 'id' | 'report'>,
): TimelineEntry => ({
  at,
  by: SYSTEM.username,
  event: 'surveyDue',
  detail: { invitation: id, ...withoutNulls({ report }), ...(reminder > 0 && { reminder }) },
})

/**
 * What the move of a held ticket is to the customer: work that was accepted invites to the survey, an answer or a call is
 * written down, and who says on the phone to be dissatisfied is owed another call.
 * @returns the lines that follow in the ticket's history, and whose answer it was
 */
export async function customerSide(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  { to, survey, followUp }: TicketMove,
  { at, by, way = { channel: 'desk' } }: { at: Millis; by: string; way?: SurveyWay | undefined },
): Promise<{ follows: TimelineEntry[]; report?: string }> {
  if (to === 'surveyed' && survey)
    return { follows: [], ...(await recordAnswer(trx, needs, ticket, survey, { at, by, way })) }
  if (to === 'followedUp' && followUp) {
    await addAttempt(trx, ticket.id, 'followUp', { at, by, ...followUp })
    if (followUp.result === 'dissatisfied') await startCallBack(trx, needs, ticket, at)
  }
  if (to !== 'handedOver' && to !== 'answered') return { follows: [] }
  const invited = await invite(trx, needs, ticket, at)
  return { follows: invited.filter(({ sendable }) => sendable).map(one => surveyDue(at, 0, one)) }
}
