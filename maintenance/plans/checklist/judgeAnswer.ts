import { type AnswerOutcome, type ChecklistItem, isOutside, type NewAnswer } from '#domain/checklists.ts'
import { CodedError } from '#domain/errors.ts'
import type { Line } from './checklistLines.ts'
import type { AnswerRow } from './readChecklist.ts'

/** An answer with its line, what it comes to, and the one that it takes the place of. */
export interface Judged {
  line: Line
  input: NewAnswer
  outcome: AnswerOutcome
  before: AnswerRow | undefined
}

const wrong = ({ item, equipment }: NewAnswer, why: string) =>
  new CodedError('BAD_REQUEST', { answers: `${item} of ${equipment}: ${why}` })

function refuseStray(item: ChecklistItem, answer: NewAnswer, outcome: AnswerOutcome): void {
  const { value, reason, mended, trouble } = answer
  if (value !== undefined && (item.result === 'check' || outcome === 'na')) throw wrong(answer, 'no value is asked for')
  if (outcome !== 'na' && reason !== undefined) throw wrong(answer, 'a reason is given for what does not apply')
  if (outcome !== 'notOk' && (mended !== undefined || trouble !== undefined))
    throw wrong(answer, 'there is nothing to mend')
  if (mended === true && trouble !== undefined) throw wrong(answer, 'what was mended has no ticket that follows')
}

/**
 * What an answer to an item comes to: a value outside its limits is not ok, whatever else was said.
 * @throws CodedError BAD_REQUEST for an answer that says too little or too much
 */
export function judgeAnswer(item: ChecklistItem, answer: NewAnswer): AnswerOutcome {
  const { value, outcome: said } = answer
  if (said === 'na' && answer.reason === undefined) throw wrong(answer, 'why it does not apply')
  if (said !== 'na' && item.result === 'number' && value === undefined) throw wrong(answer, 'a value is asked for')
  if (said === undefined && item.result === 'check') throw wrong(answer, 'ok or not')
  const outcome = said !== 'na' && value !== undefined && isOutside(item, value) ? 'notOk' : (said ?? 'ok')
  refuseStray(item, answer, outcome)
  return outcome
}
