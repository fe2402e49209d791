import type { By, ReportQuery } from './reports.ts'
import type { Share } from './ruleRecord.ts'
import type { Counted } from './ticketFilter.ts'

/** How good the predictions are (KPI PRED.P). */
export interface PredictionsRow {
  /** Predictive tickets closed in the period, and what was found at the equipment; of the others nobody could tell. */
  closed: Counted
  confirmed: Counted
  refuted: Counted
  /** Confirmed by closed, with its 95 % interval. */
  precision?: Share
  /** Failures that began in the period, and those that a ticket had predicted early enough. */
  failures: Counted
  predicted: Counted
  recall?: Share
  /** The median of the time from that ticket to the failure. */
  medianLeadHours?: number
}
export interface PredictionsReport extends PredictionsRow {
  query: ReportQuery
  leadHours: number
  holdDays: number
  by: By<PredictionsRow>
  /** By the fault that was predicted to come, the least precise first. */
  faults: (Pick<PredictionsRow, 'closed' | 'confirmed' | 'refuted' | 'precision'> & { key: string })[]
}
