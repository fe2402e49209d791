import type { Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { OpinionSuggestion, OpinionSurvey } from '#domain/opinions.ts'
import { withoutNulls } from '../withoutNulls.ts'

export type OpinionRow = Selectable<Tables['opinion_survey']>
export type AnswerRow = Selectable<Tables['opinion_answer']>

export const toOpinionSurvey = (row: OpinionRow): OpinionSurvey => ({
  id: row.id,
  site: row.site,
  name: row.name,
  target: row.target,
  from: row.from_at,
  to: row.until_at,
  households: row.households,
  questions: JSON.parse(row.questions),
  ...withoutNulls({ repeatMonths: row.repeat_months, follows: row.follows }),
})

export const toSuggestion = (row: AnswerRow): OpinionSuggestion => ({
  number: row.number,
  at: row.at,
  text: row.suggestion ?? '',
  ...withoutNulls({ department: row.department, measure: row.measure }),
  ...withoutNulls({ settledAt: row.settled_at, settledBy: row.settled_by }),
})
