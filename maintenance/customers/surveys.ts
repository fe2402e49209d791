import type { Kysely } from 'kysely'
import { hashToken } from '#database/secrets.ts'
import type { Tables } from '#database/tables.ts'
import { CodedError } from '#domain/errors.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import type { SurveyForm, SurveyInvitation } from '#domain/surveys.ts'
import type { SurveyAnswer } from '#domain/ticketForms.ts'
import { findMove } from '#domain/ticketMoves.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { changeTicket } from '../tickets/changeTicket.ts'
import { lockTicket, type TicketRow, type Trx } from '../tickets/lockTicket.ts'
import { makeMove } from '../tickets/moveTicket.ts'
import { findRule } from '../tickets/priority.ts'
import { invite } from './invite.ts'
import { recordAnswer } from './recordAnswer.ts'

/** Who answers by the link; the move table says what may be done so. */
const CUSTOMER: Actor = { username: 'customer', role: 'viewer', sites: [] }

export interface Surveys {
  /** What stands behind a link. @throws CodedError SURVEY_UNKNOWN */
  form(token: string): Promise<SurveyForm>
  /** Takes the customer's answer, once. @throws CodedError SURVEY_UNKNOWN, SURVEY_GIVEN, SURVEY_EXPIRED, BAD_REQUEST */
  answer(token: string, answer: SurveyAnswer): Promise<void>
  /** A new link in place of the last. @throws CodedError NOT_FOUND, ILLEGAL_MOVE before there is something to ask about */
  invite(ticket: string, actor: Actor): Promise<SurveyInvitation>
}

async function findSurvey(db: Kysely<Tables>, token: string) {
  const row = await db.selectFrom('survey').selectAll().where('token_hash', '=', hashToken(token)).executeTakeFirst()
  if (!row) throw new CodedError('SURVEY_UNKNOWN')
  return row
}

function stateOf(row: Awaited<ReturnType<typeof findSurvey>>, now: Millis): SurveyForm['state'] {
  if (row.answered_at !== null) return 'given'
  return row.ended_at !== null || row.expires_at <= now ? 'expired' : 'open'
}

/** The fault or the trouble that a ticket is about, as the catalogue calls it. */
function calledIn(
  { catalogue, equipment }: Workshop,
  ticket: TicketRow,
): { name: string; name_zh: string } | undefined {
  const piece = equipment(ticket.equipment)
  if (piece && ticket.fault_code !== null) return findRule(catalogue, piece.class, ticket.fault_code)?.rule
  return catalogue.troubles.find(({ code }) => code === ticket.trouble)
}

async function readForm(needs: Workshop, token: string): Promise<SurveyForm> {
  const { db } = needs.database
  const row = await findSurvey(db, token)
  const ticket = await db.selectFrom('ticket').selectAll().where('id', '=', row.ticket).executeTakeFirstOrThrow()
  const { questions, reasons } = needs.policies.get(ticket.policy).policy.survey
  const piece = needs.equipment(ticket.equipment)
  const about = calledIn(needs, ticket)
  return {
    state: stateOf(row, needs.clock.now()),
    site: needs.site(ticket.site)?.name ?? ticket.site,
    equipment: piece?.name ?? ticket.equipment,
    ...(ticket.title !== null && { title: ticket.title }),
    ...(about && { about: { name: about.name, name_zh: about.name_zh } }),
    expiresAt: row.expires_at,
    questions,
    reasons,
  }
}

/** The ticket goes on to `surveyed` where the table lets the customer move it; elsewhere the answer is kept beside it. */
async function takeAnswer(trx: Trx, needs: Workshop, ticket: TicketRow, survey: SurveyAnswer): Promise<void> {
  const row = findMove(ticket, 'surveyed')
  if (row?.by.includes('customer')) {
    await makeMove(trx, needs, ticket, { row, move: { to: 'surveyed', survey }, actor: CUSTOMER })
    return
  }
  const at = needs.clock.now()
  const by = CUSTOMER.username
  await recordAnswer(trx, needs, ticket, survey, { at, by })
  await changeTicket(trx, needs, ticket, { at, by, event: 'surveyAnswered', detail: { survey } })
}

async function answerByLink(needs: Workshop, token: string, answer: SurveyAnswer): Promise<void> {
  const { ticket: id } = await findSurvey(needs.database.db, token)
  await needs.database.write(async trx => {
    const ticket = await lockTicket(trx, id)
    if (!ticket) throw new CodedError('SURVEY_UNKNOWN')
    const state = stateOf(await findSurvey(trx, token), needs.clock.now())
    if (state !== 'open') throw new CodedError(state === 'given' ? 'SURVEY_GIVEN' : 'SURVEY_EXPIRED')
    await takeAnswer(trx, needs, ticket, answer)
  })
}

async function inviteAgain(needs: Workshop, id: string, actor: Actor): Promise<SurveyInvitation> {
  return await needs.database.write(async trx => {
    const ticket = await lockTicket(trx, id)
    if (!ticket || !seesSite(actor, ticket.site)) throw new CodedError('NOT_FOUND', { ticket: id })
    const asked = await trx.selectFrom('survey').select('id').where('ticket', '=', id).limit(1).executeTakeFirst()
    if (!asked) throw new CodedError('ILLEGAL_MOVE', { from: ticket.status }, 'The work has not been accepted yet')
    const at = needs.clock.now()
    const invitation = await invite(trx, needs, ticket, at)
    const { expiresAt } = invitation
    await changeTicket(trx, needs, ticket, { at, by: actor.username, event: 'surveyInvited', detail: { expiresAt } })
    return invitation
  })
}

export function createSurveys(needs: Workshop): Surveys {
  return {
    form: token => readForm(needs, token),
    answer: (token, answer) => answerByLink(needs, token, answer),
    invite: (ticket, actor) => inviteAgain(needs, ticket, actor),
  }
}
