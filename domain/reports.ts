import type { Millis } from './time.ts'

/** What a report looks at. */
export interface ReportQuery {
  from: Millis
  to: Millis
  site?: string
}

/** One bar of the Pareto of causes (ISO 14224 Annex B; catalogue KPI PARETO). */
export interface CauseShare {
  cause: string
  count: number
  downtimeHours: number
  /** Running share of all counted repairs, 0 to 1. */
  cumulative: number
  tickets: string[]
}

export interface CausesReport {
  query: ReportQuery
  total: number
  causes: CauseShare[]
  byFault: { code: string; count: number; tickets: string[] }[]
}

/** Mean time to restoration (IEC 60050-192 192-07-23): restored minus failed, over the failures restored in the period. */
export interface ReliabilityReport {
  query: ReportQuery
  failures: number
  mttrHours?: number
  mtbfHours?: number
  /** The parts of the mean that the ticket's moves tell apart, in hours. */
  split: { acknowledge?: number; travel?: number; waiting?: number; repair?: number }
  byClass: { class: string; failures: number; mttrHours?: number; mtbfHours?: number; tickets: string[] }[]
}
