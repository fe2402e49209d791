import type { By, ReportQuery } from './reports.ts'
import type { Counted } from './ticketFilter.ts'

/** People trapped in lifts (KPI TRAP). */
export interface TrappingsRow {
  trappings: Counted
  /** Of those, the ones that are over, and the mean from the failure until it was made safe or restored. */
  freed: Counted
  meanRescueMinutes?: number
  lifts: number
  /** Unknown while they have been there for less than a month together. */
  per100LiftMonths?: number
}

/** Alarms with a ticket closed in the period that were found to be none, or a sensor's (KPI FALSE). */
export interface FalseAlarmsRow {
  alarms: Counted
  falseAlarms: Counted
  falseRate?: number
}

/** False fire alarms of one class of detectors. */
export interface DetectorsRow {
  key: string
  falseAlarms: Counted
  detectors: number
  per100DetectorYears?: number
}

export interface SafetyReport extends TrappingsRow, FalseAlarmsRow {
  query: ReportQuery
  detectors: DetectorsRow[]
  by: By<TrappingsRow & FalseAlarmsRow>
}
