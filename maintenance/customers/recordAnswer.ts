import { nextNumber } from '#database/changeLog.ts'
import { CodedError } from '#domain/errors.ts'
import type { SurveyWay } from '#domain/surveys.ts'
import type { SurveyAnswer } from '#domain/ticketForms.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { TicketRow, Trx } from '../tickets/lockTicket.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { startCallBack } from './callBack.ts'
import { latestSurvey } from './surveyLinks.ts'

type Policy = ReturnType<Workshop['policies']['get']>['policy']['survey']

/** @throws CodedError BAD_REQUEST for a question or reason that the service levels do not have */
function refuseUnknown({ questions, reasons }: Policy, answer: SurveyAnswer): void {
  const unknown = (codes: readonly string[], known: readonly { code: string }[]) =>
    codes.filter(code => !known.some(one => one.code === code))
  const problems = {
    scores: unknown(Object.keys(answer.scores ?? {}), questions),
    reasons: unknown(answer.reasons ?? [], reasons),
  }
  if (problems.scores.length + problems.reasons.length > 0) throw new CodedError('BAD_REQUEST', { unknown: problems })
}

const lowest = ({ score, scores = {} }: SurveyAnswer): number => Math.min(score, ...Object.values(scores))

/** The invitation that waits for an answer; without one the desk writes down what it was told. */
async function openSurvey(trx: Trx, ticket: TicketRow, { channel, report }: SurveyWay, at: Millis) {
  const last = await (channel === 'desk' ? latestSurvey(trx, ticket.id) : latestSurvey(trx, ticket.id, report ?? null))
  if (last?.ended_at === null) return last
  const id = `sv-${await nextNumber(trx, 'survey')}`
  const row = { id, ticket: ticket.id, site: ticket.site, report: last?.report ?? null }
  await trx
    .insertInto('survey')
    .values({ ...row, created_at: at, expires_at: at })
    .execute()
  return row
}

/**
 * Writes an answer down on a held ticket, once; a low score is a call that the customer is owed.
 * @returns whose answer it is @throws CodedError BAD_REQUEST, SURVEY_GIVEN
 */
export async function recordAnswer(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  answer: SurveyAnswer,
  { at, by, way }: { at: Millis; by: string; way: SurveyWay },
): Promise<Pick<SurveyWay, 'report'>> {
  const policy = needs.policies.get(ticket.policy).policy.survey
  refuseUnknown(policy, answer)
  const { id, report } = await openSurvey(trx, ticket, way, at)
  const { numUpdatedRows } = await trx
    .updateTable('survey')
    .set({
      ended_at: at,
      answered_at: at,
      answered_by: by,
      score: answer.score,
      answer: JSON.stringify(answer),
      channel: way.channel,
      shown_by: way.shownBy ?? null,
    })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new CodedError('SURVEY_GIVEN')
  if (lowest(answer) <= policy.lowScore) await startCallBack(trx, needs, ticket, at)
  return withoutNulls({ report })
}
