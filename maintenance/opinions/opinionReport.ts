import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { FeedbackPolicy } from '#domain/feedbackPolicy.ts'
import type { OpinionReport, OpinionTopic } from '#domain/opinions.ts'
import { readFeedbackPolicy } from '../customers/feedbackPolicy.ts'
import { type AnswerRow, type OpinionRow, toOpinionSurvey, toSuggestion } from './opinionRows.ts'

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length
const share = <T>(list: readonly T[], is: (one: T) => boolean): number => list.filter(is).length / list.length

/** Those at 9 and 10 less those at 0 to 6, of a hundred (net promoter score). */
function promoterScore(answers: readonly AnswerRow[]): number | undefined {
  const told = answers.flatMap(({ recommend }) => (recommend === null ? [] : [recommend]))
  if (told.length === 0) return undefined
  return Math.round(100 * (share(told, one => one >= 9) - share(told, one => one <= 6)))
}

function questionMeans(questions: readonly OpinionTopic[], answers: readonly AnswerRow[], mendBelow: number) {
  const given: Record<string, number>[] = answers.map(({ scores }) => JSON.parse(scores))
  return questions
    .flatMap(({ code }) => {
      const scores = given.flatMap(each => each[code] ?? [])
      return scores.length === 0
        ? []
        : [{ code, mean: mean(scores), count: scores.length, mend: mean(scores) < mendBelow }]
    })
    .sort((a, b) => a.mean - b.mean)
}

function reportOf(row: OpinionRow, answers: readonly AnswerRow[], { opinion }: FeedbackPolicy): OpinionReport {
  const survey = toOpinionSurvey(row)
  const promoters = promoterScore(answers)
  return {
    ...survey,
    answered: answers.length,
    responseRate: Math.min(1, answers.length / survey.households),
    ...(answers.length > 0 && {
      meanScore: mean(answers.map(({ score }) => score)),
      satisfiedShare: share(answers, ({ score }) => score >= opinion.satisfiedFrom),
    }),
    ...(promoters !== undefined && { promoterScore: promoters }),
    byQuestion: questionMeans(survey.questions, answers, opinion.mendBelow),
    suggestions: answers.filter(({ suggestion }) => suggestion !== null).map(toSuggestion),
  }
}

/** How surveys went, in the order of the rows. */
export async function opinionReports(db: Kysely<Tables>, rows: readonly OpinionRow[]): Promise<OpinionReport[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const answers = await db
    .selectFrom('opinion_answer')
    .selectAll()
    .where('survey', 'in', ids)
    .orderBy('number')
    .execute()
  const policy = await readFeedbackPolicy(db)
  const of = Map.groupBy(answers, ({ survey }) => survey)
  return rows.map(row => reportOf(row, of.get(row.id) ?? [], policy))
}
