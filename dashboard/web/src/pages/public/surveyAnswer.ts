import type { SurveyAnswer } from '#domain/ticketForms.ts'

/** A survey that is being filled in; 0 is no score yet. */
export interface Draft {
  score: number
  scores: Record<string, number>
  reasons: string[]
  comment: string
}

export const SCORES = [1, 2, 3, 4, 5] as const

export const emptyAnswer = (): Draft => ({ score: 0, scores: {}, reasons: [], comment: '' })

/** What was filled in, without what was left out. */
export function toAnswer({ score, scores, reasons, comment }: Draft): SurveyAnswer {
  const said = comment.trim()
  return {
    score,
    ...(Object.keys(scores).length > 0 && { scores }),
    ...(reasons.length > 0 && { reasons }),
    ...(said && { comment: said }),
  }
}
