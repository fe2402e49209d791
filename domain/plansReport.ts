import type { Share } from './ruleRecord.ts'
import type { Counted } from './ticketFilter.ts'
import type { Millis } from './time.ts'

/** What a report on plans looks at: visits whose due window ended in the period. */
export interface PlansQuery {
  from: Millis
  to: Millis
  site?: string
  /** Visits that carry equipment of this class. */
  class?: string
  /** Visits that carry equipment of this model. */
  model?: string
  plan?: string
}

/** Compliance with plans (catalogue KPI PMC; EN 15341): visits done within their window, of those whose window ended. */
export interface PlansRow {
  due: Counted
  inTime: Counted
  late: Counted
  givenUp: Counted
  /** Neither done nor given up. */
  overdue: Counted
  compliance?: number
  /** Lines of their checklists that apply, and those of them that are answered. */
  lines: number
  answered: number
  itemCompletion?: number
}

/** How standby equipment answers when it is wanted (catalogue KPI FOD; the idea of IEC 61508). */
export interface DemandsRow {
  /** The fault that a failed demand is. */
  key: string
  class: string
  /** Tests on demand in the period, and the tickets of the visits at which they were done. */
  tests: number
  visits: Counted
  failedTests: number
  /** Failures of that fault that began in the period; those that a failed test found are among them. */
  failures: Counted
  /** Failed demands: tests, and failures that no test found. */
  failed: number
  /** Failed demands / (tests + failures that no test found): real demands that succeeded are not counted anywhere. */
  probability?: Share
}

export interface PlansReport extends PlansRow {
  query: PlansQuery
  by: Record<'site' | 'class' | 'plan', (PlansRow & { key: string })[]>
  /** Of the site, class and model that were asked for, whatever the plan. */
  demands: DemandsRow[]
}
