import { type RawBuilder, sql } from 'kysely'

export const SCORES = [1, 2, 3, 4, 5] as const
export type Score = (typeof SCORES)[number]
export type ScoreColumn = `score${Score}`

export const scoreColumn = (score: Score): ScoreColumn => `score${score}`

/** How many answers of a ticket's figures `f` gave this score or a better one. */
export const answersFrom = (least: number): RawBuilder<number> =>
  sql`(${sql.join(
    SCORES.filter(score => score >= least).map(score => sql.ref(`f.${scoreColumn(score)}`)),
    sql` + `,
  )})`

/** The scores of all answers of a ticket's figures `f`, added up. */
export const SCORE_SUM: RawBuilder<number> = sql`(${sql.join(
  SCORES.map(score => sql`${sql.lit(score)} * ${sql.ref(`f.${scoreColumn(score)}`)}`),
  sql` + `,
)})`
