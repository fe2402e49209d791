import type { Severity } from './faults.ts'
import type { By, ReportQuery } from './reports.ts'
import type { Millis } from './time.ts'

/** A number of faults, and how to list them. */
export interface CountedFaults {
  count: number
  filter: {
    firedFrom: Millis
    firedTo: Millis
    site?: string
    class?: string
    model?: string
    code?: string
    equipment?: string
    severity?: Severity
    state: 'all'
  }
}

/** What is told of the alarms of a group of equipment. */
export interface AlarmsRow {
  alarms: CountedFaults
  perDay: number
  chattering: number
  standing: number
  acknowledged: { count: number; meanMinutes?: number }
}

/** The quality of the alarms (ISA-18.2-2016 §16.5, EEMUA 191): rate, flood, chattering, standing, priorities, bad actors. */
export interface AlarmsReport extends AlarmsRow {
  query: ReportQuery
  perTenMinutes: { mean: number; peak: number }
  /** Share of the period in flood: from more than so many in a window until fewer than so many. */
  floodShare: number
  floods: number
  bySeverity: (CountedFaults & { severity: Severity; share: number })[]
  badActors: (CountedFaults & { equipment: string; code: string })[]
  by: By<AlarmsRow>
}
