import type { Kysely } from 'kysely'
import { hashToken, isMadeSecret } from '#database/secrets.ts'
import type { Tables } from '#database/tables.ts'
import { CodedError } from '#domain/errors.ts'
import type { OpinionAnswer, OpinionForm, OpinionTopic } from '#domain/opinions.ts'
import type { Millis } from '#domain/time.ts'
import { readFeedbackPolicy } from '../customers/feedbackPolicy.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import type { OpinionRow } from './opinionRows.ts'

/** A survey with the household whose link led to it. */
interface Found {
  survey: OpinionRow
  household?: { hash: string; answered: boolean }
}

/** @throws CodedError SURVEY_UNKNOWN */
async function find(db: Kysely<Tables>, token: string): Promise<Found> {
  const hash = isMadeSecret(token) ? hashToken(token) : ''
  const surveys = db.selectFrom('opinion_survey').selectAll()
  const bySite = await surveys.where('token_hash', '=', hash).executeTakeFirst()
  if (bySite) return { survey: bySite }
  const home = await db.selectFrom('opinion_household').selectAll().where('token_hash', '=', hash).executeTakeFirst()
  if (!home) throw new CodedError('SURVEY_UNKNOWN')
  const survey = await surveys.where('id', '=', home.survey).executeTakeFirstOrThrow()
  return { survey, household: { hash, answered: home.answered_at !== null } }
}

function stateOf({ survey, household }: Found, now: Millis): OpinionForm['state'] {
  if (household?.answered) return 'given'
  if (now < survey.from_at) return 'early'
  return now < survey.until_at ? 'open' : 'over'
}

export async function opinionForm(needs: Workshop, token: string): Promise<OpinionForm> {
  const { db } = needs.database
  const found = await find(db, token)
  const { site, name, until_at: to, questions } = found.survey
  return {
    state: stateOf(found, needs.clock.now()),
    site: needs.site(site)?.name ?? site,
    name,
    to,
    questions: JSON.parse(questions),
    departments: (await readFeedbackPolicy(db)).opinion.departments,
  }
}

/** @throws CodedError BAD_REQUEST for a question or department that there is not */
function refuseUnknown(
  questions: readonly OpinionTopic[],
  departments: readonly OpinionTopic[],
  answer: OpinionAnswer,
) {
  const has = (list: readonly OpinionTopic[], code: string) => list.some(one => one.code === code)
  const unknown = [
    ...Object.keys(answer.scores ?? {}).filter(code => !has(questions, code)),
    ...(answer.department !== undefined && !has(departments, answer.department) ? [answer.department] : []),
  ]
  if (unknown.length > 0) throw new CodedError('BAD_REQUEST', { unknown })
}

/** Counts the household in, once. @throws CodedError SURVEY_GIVEN */
async function takeHousehold(trx: Trx, hash: string, now: Millis): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('opinion_household')
    .set({ answered_at: now, label: null })
    .where('token_hash', '=', hash)
    .where('answered_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new CodedError('SURVEY_GIVEN')
}

/** The next number of a held survey. */
async function nextAnswer(trx: Trx, survey: string): Promise<number> {
  await trx
    .updateTable('opinion_survey')
    .set(eb => ({ name: eb.ref('name') }))
    .where('id', '=', survey)
    .execute()
  const last = await trx
    .selectFrom('opinion_answer')
    .select(eb => eb.fn.max('number').as('number'))
    .where('survey', '=', survey)
    .executeTakeFirst()
  return (last?.number ?? 0) + 1
}

/** Takes an answer, once a household or key; who answered is not kept. @throws CodedError SURVEY_UNKNOWN, SURVEY_GIVEN, SURVEY_EXPIRED, BAD_REQUEST */
export async function answerOpinion(needs: Workshop, token: string, answer: OpinionAnswer): Promise<void> {
  const now = needs.clock.now()
  await needs.database.write(async trx => {
    const found = await find(trx, token)
    const state = stateOf(found, now)
    if (state !== 'open') throw new CodedError(state === 'given' ? 'SURVEY_GIVEN' : 'SURVEY_EXPIRED')
    const { survey, household } = found
    refuseUnknown(JSON.parse(survey.questions), (await readFeedbackPolicy(trx)).opinion.departments, answer)
    if (household) await takeHousehold(trx, household.hash, now)
    const { score, recommend = null, scores = {}, suggestion = null, department = null, key } = answer
    const keyHash = household?.hash ?? hashToken(`${survey.id} ${key}`)
    const said = { score, recommend, scores: JSON.stringify(scores), suggestion, department }
    const channel = household ? ('household' as const) : ('site' as const)
    const number = await nextAnswer(trx, survey.id)
    await trx
      .insertInto('opinion_answer')
      .values({ survey: survey.id, number, at: now, channel, key_hash: keyHash, ...said })
      .onConflict(c => c.column('key_hash').doNothing())
      .execute()
  })
}
