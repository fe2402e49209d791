import { sql } from 'kysely'
import type { ReportQuery, SatisfactionReport, SatisfactionRow } from '#domain/reports.ts'
import type { FigureMark, TicketFilter } from '#domain/ticketFilter.ts'
import { markIs } from './figures/figuresWhere.ts'
import {
  ALL,
  byDimension,
  countIf,
  known,
  type ReportNeeds,
  rate,
  type Sums,
  sumByPlace,
  total,
} from './figures/sums.ts'

const SCORES = [1, 2, 3, 4, 5] as const
type Key = 'asked' | 'answered' | 'satisfied' | 'followedUp' | `score${(typeof SCORES)[number]}`

function toRow(rows: readonly Sums<Key>[], filter: TicketFilter): SatisfactionRow {
  const sum = (key: Key) => total(rows, key)
  const counted = (is: FigureMark & Key) => ({ count: sum(is), filter: { ...filter, is } })
  const scored = SCORES.reduce((all, score) => all + score * sum(`score${score}`), 0)
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

/** What customers think of the repairs done in the period (catalogue KPI FOLLOWUP; service practice P6 and P7). */
export async function satisfactionReport(needs: ReportNeeds, query: ReportQuery): Promise<SatisfactionReport> {
  const { policy } = needs
  const filter = { ...query, when: 'repaired' } as const
  const is = (mark: FigureMark) => countIf(markIs(mark, policy))
  const scores = Object.fromEntries(SCORES.map(score => [`score${score}`, countIf(sql`f.score = ${sql.lit(score)}`)]))
  const marks = { answered: is('answered'), satisfied: is('satisfied'), followedUp: is('followedUp') }
  const rows: Sums<Key>[] = await sumByPlace(needs, { ...filter, is: 'asked' }, { asked: ALL, ...marks, ...scores })
  return {
    query,
    satisfiedFrom: policy.satisfiedFrom,
    ...toRow(rows, filter),
    scores: SCORES.map(score => ({
      ...{ score, count: total(rows, `score${score}`) },
      filter: { ...filter, is: 'answered', score },
    })),
    by: byDimension(rows, (some, of) => toRow(some, { ...filter, ...of })),
  }
}
