import type { PredictionsReport, PredictionsRow } from '#domain/predictionsReport.ts'
import type { Dimension, ReportQuery } from '#domain/reports.ts'
import type { TicketFilter } from '#domain/ticketFilter.ts'
import { wilson } from '../precision/wilson.ts'
import { markIs } from './figures/figuresWhere.ts'
import {
  ALL,
  byDimension,
  countIf,
  figures,
  HOUR,
  known,
  type ReportNeeds,
  type Sums,
  sumByPlace,
  total,
} from './figures/sums.ts'
import { type LeadTimes, leadTimes } from './leadTimes.ts'

type Verdict = 'closed' | 'confirmed' | 'refuted'
type Key = Verdict | 'failures'

const verdictSums = ({ policy }: ReportNeeds) => ({
  closed: ALL,
  confirmed: countIf(markIs('confirmed', policy)),
  refuted: countIf(markIs('refuted', policy)),
})

const closedIn = (scope: TicketFilter) => ({ ...scope, when: 'closed', is: 'prediction' }) as const

function verdicts(sum: (key: Verdict) => number, scope: TicketFilter) {
  const filter = closedIn(scope)
  return {
    closed: { count: sum('closed'), filter },
    confirmed: { count: sum('confirmed'), filter: { ...filter, is: 'confirmed' as const } },
    refuted: { count: sum('refuted'), filter: { ...filter, is: 'refuted' as const } },
    ...known({ precision: wilson(sum('confirmed'), sum('closed')) }),
  }
}

function toRow(rows: readonly Sums<Key>[], scope: TicketFilter, leads: LeadTimes | undefined): PredictionsRow {
  const failures = total(rows, 'failures')
  const predicted = leads?.count ?? 0
  const failed = { ...scope, when: 'failed' } as const
  return {
    ...verdicts(key => total(rows, key), scope),
    failures: { count: failures, filter: { ...failed, is: 'failure' } },
    predicted: { count: predicted, filter: { ...failed, is: 'predicted' } },
    ...known({ recall: wilson(predicted, failures), medianLeadHours: leads && leads.median / HOUR }),
  }
}

/** Each predicted fault by itself, so that a rule that cries wolf is seen. */
async function byFault(needs: ReportNeeds, query: ReportQuery): Promise<PredictionsReport['faults']> {
  const { closed, confirmed, refuted } = verdictSums(needs)
  const rows = await figures(needs, closedIn(query))
    .where('f.fault_code', 'is not', null)
    .select(['f.fault_code as key', closed.as('closed'), confirmed.as('confirmed'), refuted.as('refuted')])
    .groupBy('f.fault_code')
    .orderBy('f.fault_code')
    .execute()
  return rows
    .map(row => ({
      key: row.key ?? '',
      ...verdicts(key => Number(row[key]), { ...query, faultCode: row.key ?? '' }),
    }))
    .sort((a, b) => (a.precision?.value ?? 0) - (b.precision?.value ?? 0))
}

/**
 * How good the predictions are (catalogue KPI PRED.P): predictive tickets confirmed at the equipment by those closed, and
 * failures that a ticket had predicted by all failures, with the median lead time.
 */
export async function predictionsReport(needs: ReportNeeds, query: ReportQuery): Promise<PredictionsReport> {
  const failed = { ...query, when: 'failed', is: 'failure' } as const
  // The longest first: the others are answered beside it.
  const [leads, failures, closed, faults] = await Promise.all([
    leadTimes(needs, failed),
    sumByPlace(needs, failed, { failures: ALL }),
    sumByPlace(needs, closedIn(query), verdictSums(needs)),
    byFault(needs, query),
  ])
  const rows: Sums<Key>[] = [...failures, ...closed]
  const leadsOf = (of: Partial<Record<Dimension, string>>) => {
    const [dimension, key] = Object.entries(of)[0] ?? ['all']
    return leads(dimension as Dimension, key)
  }
  return {
    query,
    leadHours: needs.policy.predictionLeadHours,
    holdDays: needs.policy.predictionHoldDays,
    ...toRow(rows, query, leads('all')),
    by: byDimension(rows, (some, of) => toRow(some, { ...query, ...of }, leadsOf(of))),
    faults,
  }
}
