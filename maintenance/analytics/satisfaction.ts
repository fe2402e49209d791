import { type RawBuilder, sql } from 'kysely'
import type { ReportQuery, SatisfactionReport, SatisfactionRow } from '#domain/reports.ts'
import type { FigureMark, TicketFilter } from '#domain/ticketFilter.ts'
import { markIs } from './figures/figuresWhere.ts'
import { answersFrom, SCORES, type ScoreColumn, scoreColumn } from './figures/scores.ts'
import { byDimension, countIf, known, type ReportNeeds, rate, type Sums, sumByPlace, total } from './figures/sums.ts'

type Key = 'asked' | 'answered' | 'satisfied' | 'followedUp' | ScoreColumn

const sumOf = (counted: RawBuilder<number>): RawBuilder<number> => sql`sum(${counted})`

function toRow(rows: readonly Sums<Key>[], filter: TicketFilter): SatisfactionRow {
  const sum = (key: Key) => total(rows, key)
  const counted = (is: FigureMark & Key) => ({ count: sum(is), filter: { ...filter, is } })
  const scored = SCORES.reduce((all, score) => all + score * sum(scoreColumn(score)), 0)
  return {
    asked: counted('asked'),
    answered: counted('answered'),
    satisfied: counted('satisfied'),
    followedUp: counted('followedUp'),
    ...known({
      responseRate: rate(sum('answered'), sum('asked')),
      satisfiedShare: rate(sum('satisfied'), sum('answered')),
      meanScore: rate(scored, sum('answered')),
    }),
  }
}

/**
 * What customers think of the repairs done in the period (catalogue KPI FOLLOWUP; service practice P6 and P7). Several who
 * reported one ticket are asked each, and answers are counted, not tickets; `followedUp` counts tickets.
 */
export async function satisfactionReport(needs: ReportNeeds, query: ReportQuery): Promise<SatisfactionReport> {
  const { policy } = needs
  const filter = { ...query, when: 'repaired' } as const
  const scores = Object.fromEntries(
    SCORES.map(score => [scoreColumn(score), sumOf(sql.ref(`f.${scoreColumn(score)}`))]),
  )
  const rows: Sums<Key>[] = await sumByPlace(
    needs,
    { ...filter, is: 'asked' },
    {
      asked: sumOf(sql.ref('f.asked')),
      answered: sumOf(answersFrom(1)),
      satisfied: sumOf(answersFrom(policy.satisfiedFrom)),
      followedUp: countIf(markIs('followedUp', policy)),
      ...scores,
    },
  )
  return {
    query,
    satisfiedFrom: policy.satisfiedFrom,
    ...toRow(rows, filter),
    scores: SCORES.map(score => ({
      ...{ score, count: total(rows, scoreColumn(score)) },
      filter: { ...filter, is: 'answered', score },
    })),
    by: byDimension(rows, (some, of) => toRow(some, { ...filter, ...of })),
  }
}
