import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type {
  AskedCustomer,
  SurveyForm,
  SurveyInvitation,
  SurveyKey,
  SurveyMessage,
  SurveyWanted,
  SurveyWay,
} from '#domain/surveys.ts'
import type { SurveyAnswer } from '#domain/ticketForms.ts'
import { findMove } from '#domain/ticketMoves.ts'
import type { Workshop } from '../needs.ts'
import { changeTicket } from '../tickets/changeTicket.ts'
import { lockTicket, type TicketRow, type Trx } from '../tickets/lockTicket.ts'
import { makeMove } from '../tickets/makeMove.ts'
import { findRule } from '../tickets/priority.ts'
import { whereabouts } from '../tickets/whereabouts.ts'
import { askedCustomers } from './askedCustomers.ts'
import { inviteByLink, messageFor, showOnSpot } from './handOut.ts'
import { recordAnswer } from './recordAnswer.ts'
import { findSurvey, refuseUnlessOpen, surveyState } from './surveyLinks.ts'

/** Who answers by the link; the move table says what may be done so. */
const CUSTOMER: Actor = { username: 'customer', role: 'viewer', sites: [] }

export interface Surveys {
  /** What stands behind a link. @throws CodedError SURVEY_UNKNOWN */
  form(key: SurveyKey): Promise<SurveyForm>
  /** Takes the customer's answer, once. @throws CodedError SURVEY_UNKNOWN, SURVEY_GIVEN, SURVEY_EXPIRED, BAD_REQUEST */
  answer(key: SurveyKey, answer: SurveyAnswer): Promise<void>
  /** Whom a ticket asks, once it does. @throws CodedError NOT_FOUND */
  asked(ticket: string, actor: Actor): Promise<AskedCustomer[]>
  /** A new link in place of the last. @throws CodedError NOT_FOUND, ILLEGAL_MOVE before there is something to ask about */
  invite(ticket: string, actor: Actor, wanted?: SurveyWanted): Promise<SurveyInvitation>
  /**
   * A link to be scanned on the spot. @throws CodedError NOT_FOUND, FORBIDDEN for a technician of another ticket,
   * ILLEGAL_MOVE before there is something to ask about, SURVEY_GIVEN, SURVEY_EXPIRED
   */
  show(ticket: string, actor: Actor, wanted?: SurveyWanted): Promise<SurveyInvitation>
  /** For who sends messages to customers, about one of a ticket's surveys; each call makes a link of its own. */
  message(ticket: string, survey?: string): Promise<SurveyMessage | undefined>
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

async function readForm(needs: Workshop, key: SurveyKey): Promise<SurveyForm> {
  const { db } = needs.database
  const found = await findSurvey(db, key)
  const id = found.survey.ticket
  const ticket = await db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const { questions, reasons } = needs.policies.get(ticket.policy).policy.survey
  const about = calledIn(needs, ticket)
  return {
    state: surveyState(found, needs.clock.now()),
    site: needs.site(ticket.site)?.name ?? ticket.site,
    equipment: whereabouts(needs, ticket),
    ...(ticket.title !== null && { title: ticket.title }),
    ...(about && { about: { name: about.name, name_zh: about.name_zh } }),
    expiresAt: found.expiresAt,
    questions,
    reasons,
  }
}

/** The ticket goes on to `surveyed` where the table lets the customer move it; elsewhere the answer is kept beside it. */
async function takeAnswer(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  { survey, way }: { survey: SurveyAnswer; way: SurveyWay },
): Promise<void> {
  const row = findMove(ticket, 'surveyed')
  if (row?.by.includes('customer')) {
    await makeMove(trx, needs, ticket, { row, move: { to: 'surveyed', survey }, actor: CUSTOMER, way })
    return
  }
  const at = needs.clock.now()
  const by = CUSTOMER.username
  await recordAnswer(trx, needs, ticket, survey, { at, by, way })
  await changeTicket(trx, needs, ticket, { at, by, event: 'surveyAnswered', detail: { survey, ...way } })
}

async function answerBy(needs: Workshop, key: SurveyKey, survey: SurveyAnswer): Promise<void> {
  const { survey: asked } = await findSurvey(needs.database.db, key)
  await needs.database.write(async trx => {
    const ticket = await lockTicket(trx, asked.ticket)
    if (!ticket) throw new CodedError('SURVEY_UNKNOWN')
    const found = await findSurvey(trx, key)
    refuseUnlessOpen(found, needs.clock.now())
    await takeAnswer(trx, needs, ticket, { survey, way: found.way })
  })
}

export function createSurveys(needs: Workshop): Surveys {
  return {
    form: key => readForm(needs, key),
    answer: (key, answer) => answerBy(needs, key, answer),
    asked: (ticket, actor) => askedCustomers(needs, ticket, actor),
    invite: (ticket, actor, wanted) => inviteByLink(needs, ticket, actor, wanted),
    show: (ticket, actor, wanted) => showOnSpot(needs, ticket, actor, wanted),
    message: (ticket, survey) => messageFor(needs, ticket, survey),
  }
}
