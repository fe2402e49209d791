import { isInCrew } from '#domain/crew.ts'
import { CodedError } from '#domain/errors.ts'
import { type Actor, SYSTEM } from '#domain/people.ts'
import type { SurveyInvitation, SurveyMessage, SurveyWanted } from '#domain/surveys.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { changeTicket } from '../tickets/changeTicket.ts'
import { lockVisible, type TicketRow, type Trx } from '../tickets/lockTicket.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { contactFor } from './contactFor.ts'
import { readFeedbackPolicy } from './feedbackPolicy.ts'
import { type Invitation, inviteOne, validMs } from './invite.ts'
import { addLink, latestSurvey, refuseUnlessOpen, surveyState } from './surveyLinks.ts'

const MINUTE = 60_000

/** @throws CodedError ILLEGAL_MOVE before there is something to ask about */
async function mustBeAsked(trx: Trx, { id, status }: TicketRow, wanted?: SurveyWanted) {
  const survey = await latestSurvey(trx, id, wanted?.report)
  if (!survey)
    throw new CodedError('ILLEGAL_MOVE', { noun: 'survey', from: status }, 'The work has not been accepted yet')
  return survey
}

/** The survey that waits, or a new one for the same person, for as long as a new one would; links that were handed out before hold no longer. */
async function askAgain(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  { at, wanted }: { at: Millis; wanted: SurveyWanted | undefined },
): Promise<Pick<Invitation, 'id' | 'report' | 'expiresAt'>> {
  const { id, report, ended_at: endedAt } = await mustBeAsked(trx, ticket, wanted)
  if (endedAt !== null) return await inviteOne(trx, needs, ticket, { report, sendable: false }, at)
  const expiresAt = at + validMs(needs, ticket)
  await trx.updateTable('survey').set({ expires_at: expiresAt }).where('id', '=', id).execute()
  await trx
    .updateTable('survey_link')
    .set({ expires_at: at })
    .where('survey', '=', id)
    .where('channel', '=', 'link')
    .where('expires_at', '>', at)
    .execute()
  return { id, report, expiresAt }
}

/** A new link, for the desk to hand out. @throws CodedError NOT_FOUND, ILLEGAL_MOVE */
export async function inviteByLink(
  needs: Workshop,
  id: string,
  actor: Actor,
  wanted?: SurveyWanted,
): Promise<SurveyInvitation> {
  return await needs.database.write(async trx => {
    const ticket = await lockVisible(trx, id, actor)
    const at = needs.clock.now()
    const by = actor.username
    const { id: survey, report, expiresAt } = await askAgain(trx, needs, ticket, { at, wanted })
    const token = await addLink(trx, { survey, channel: 'link', by, at, expiresAt })
    await changeTicket(trx, needs, ticket, {
      at,
      by,
      event: 'surveyInvited',
      detail: { expiresAt, ...withoutNulls({ report }) },
    })
    return { token, expiresAt }
  })
}

/**
 * A link that is shown on the spot and soon over: the history says who showed it, and so does the answer.
 * @throws CodedError NOT_FOUND, FORBIDDEN, ILLEGAL_MOVE, SURVEY_GIVEN, SURVEY_EXPIRED
 */
export async function showOnSpot(
  needs: Workshop,
  id: string,
  actor: Actor,
  wanted?: SurveyWanted,
): Promise<SurveyInvitation> {
  return await needs.database.write(async trx => {
    const ticket = await lockVisible(trx, id, actor)
    if (actor.role === 'technician' && !isInCrew(actor.username, ticket))
      throw new CodedError('FORBIDDEN', { technician: ticket.technician })
    const survey = await mustBeAsked(trx, ticket, wanted)
    const at = needs.clock.now()
    const by = actor.username
    refuseUnlessOpen({ survey, expiresAt: survey.expires_at }, at)
    const { qrMinutes } = await readFeedbackPolicy(trx)
    const expiresAt = Math.min(survey.expires_at, at + qrMinutes * MINUTE)
    const token = await addLink(trx, { survey: survey.id, channel: 'inPerson', by, at, expiresAt })
    const detail = { expiresAt, ...withoutNulls({ report: survey.report }) }
    await changeTicket(trx, needs, ticket, { at, by, event: 'surveyShown', detail })
    return { token, expiresAt }
  })
}

const surveyById = (trx: Trx, id: string) =>
  trx.selectFrom('survey').selectAll().where('id', '=', id).executeTakeFirst()

/** What a message to the customer says; undefined when there is nobody to write to or nothing left to ask. */
export async function messageFor(needs: Workshop, ticket: string, asked?: string): Promise<SurveyMessage | undefined> {
  return await needs.database.write(async trx => {
    const at: Millis = needs.clock.now()
    const survey = await (asked === undefined ? latestSurvey(trx, ticket) : surveyById(trx, asked))
    const contact = survey && (await contactFor(trx, survey))
    if (!survey || !contact) return undefined
    const { id, report, expires_at: expiresAt } = survey
    if (surveyState({ survey, expiresAt }, at) !== 'open') return undefined
    const token = await addLink(trx, { survey: id, channel: 'message', by: SYSTEM.username, at, expiresAt })
    return {
      id,
      ...withoutNulls({ report }),
      link: `${needs.publicUrl ?? ''}/s/${token}`,
      expiresAt,
      contact,
      way: contact.phone === undefined ? 'email' : 'phone',
    }
  })
}
