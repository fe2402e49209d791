import type { AlarmsReport } from './alarmsReport.ts'
import type { SampleCount } from './completeness.ts'
import type { PlansQuery, PlansReport } from './plansReport.ts'
import type { PredictionsReport } from './predictionsReport.ts'
import type { SafetyReport } from './safetyReport.ts'
import type { ClockKind } from './ticketClocks.ts'
import type { Counted } from './ticketFilter.ts'
import type { TicketStatus } from './tickets.ts'
import type { Millis } from './time.ts'

/** The equipment that a report looks at. */
export interface ReportScope {
  site?: string
  class?: string
  model?: string
}

/** What a report looks at. */
export interface ReportQuery extends ReportScope {
  from: Millis
  to: Millis
}

/** How many tickets reports count already, of those that they did not when the service started. */
export interface FillProgress {
  written: number
  of: number
}

/** A report, and while not every ticket is counted yet, how far that is. */
export type Told<Report> = Report & { incomplete?: FillProgress }

/** What a report's rows are about: a site, a class of equipment, a model. */
export type Dimension = 'site' | 'class' | 'model'
export type By<Row> = Record<Dimension, (Row & { key: string })[]>

/** Mean parts of the time to restoration, in hours; they add up to the MTTR. */
export interface RestorationSplit {
  detection: number
  response: number
  dispatch: number
  travel: number
  waiting: number
  repair: number
  acceptance: number
}

/** What is known of a group's reliability; means are left out where there are too few cases. */
export interface ReliabilityRow {
  equipment: number
  /** Failures that began in the period; the MTBF is operating time by these (IEC 60050-192 192-05-13). */
  failures: Counted
  mtbfHours?: number
  /** The chi-square interval of the MTBF of a test that ends with the period (IEC 60605-4); without failures only its lower end. */
  mtbfInterval?: { lowHours: number; highHours?: number }
  /** Failures restored in the period; the MTTR is the mean from failure to restoration over these (192-07-23). */
  restored: Counted
  mttrHours?: number
  split?: RestorationSplit
  /** Failures that took equipment out of service in the period, those that still run included. */
  outages: Counted
  downtimeHours: number
  /** In which telemetry was silent or the gateway lost, and no outage known: neither up nor down. */
  unknownHours: number
  /**
   * Up time by up and down time (EN 13306 4.9; EN 15341:2019 M10): of each equipment since it was entered; overlapping
   * outages count once. Beside it the share of the time in which either is known.
   */
  availability?: number
  coverage?: number
  /** Of the days in the period that are counted: samples of periodic metrics (KPI DATA). */
  samples: SampleCount
  completeness?: number
}

export interface ReliabilityReport extends ReliabilityRow {
  query: ReportQuery
  confidence: number
  by: By<ReliabilityRow>
}

/** One bar of a Pareto (ISO 14224 Annex B; catalogue KPI PARETO): by number, with the downtime beside it. */
export interface ParetoBar extends Counted {
  key: string
  downtimeHours: number
  /** Running share of all that is counted, 0 to 1. */
  cumulative: number
}

/** Failures that began in the period by the cause that was found, by the fault, and the equipment that fails most. */
export interface CausesReport {
  query: ReportQuery
  failures: Counted
  /** Of the failures whose cause is known. */
  causes: ParetoBar[]
  faults: ParetoBar[]
  badActors: ParetoBar[]
}

/** How repairs went that were first thought done in the period. */
export interface RepairsRow {
  fixed: Counted
  /** Done at the first visit, without waiting for a part, and it held (KPI FTFR). */
  firstTime: Counted
  firstTimeRate?: number
  reopened: Counted
  /** Of the tickets opened in the period, those of a fault that had been closed not long before (KPI REPEAT). */
  opened: Counted
  repeat: Counted
  repeatRate?: number
  labourHours: number
  labourCny: number
  partsCny: number
}
export interface RepairsReport extends RepairsRow {
  query: ReportQuery
  hourRateCny: number
  repeatDays: number
  firstFixDays: number
  by: By<RepairsRow>
  /** Where most money goes. */
  dearest: (Omit<RepairsRow, 'opened' | 'repeat' | 'repeatRate'> & { key: string })[]
}

/** One promise over the tickets opened in the period (KPI SLA): what still runs in time is neither kept nor missed. */
export interface KeptPromise {
  clock: ClockKind
  kept: Counted
  missed: Counted
  compliance?: number
}
export interface PromiseRow extends KeptPromise {
  /** Where the missed ones stood when their time ran out. */
  missedIn: (Counted & { status: TicketStatus })[]
}
export interface ServiceLevelReport {
  query: ReportQuery
  promises: PromiseRow[]
  /** All promises of a place together, of which a ticket has several, and each for itself. */
  by: By<{ kept: number; missed: number; compliance?: number; promises: KeptPromise[] }>
}

/** What is open now (KPI BACKLOG; EN 15341): number, age, and work in weeks of the crew. */
export interface BacklogReport {
  at: Millis
  open: Counted
  overdue: Counted
  /** From days (inclusive) to days (exclusive); the last band has no end. */
  ages: (Counted & { fromDays: number; toDays?: number })[]
  hours: number
  technicians: number
  weeks?: number
  bySite: (Counted & { key: string })[]
}

/** Of the repairs handed over: who was asked, answered and is satisfied (KPI FOLLOWUP). */
export interface SatisfactionRow {
  asked: Counted
  answered: Counted
  satisfied: Counted
  followedUp: Counted
  responseRate?: number
  satisfiedShare?: number
  meanScore?: number
}
export interface SatisfactionReport extends SatisfactionRow {
  query: ReportQuery
  satisfiedFrom: number
  scores: (Counted & { score: number })[]
  by: By<SatisfactionRow>
}

/** Load and quality of one technician: what is open now, and the repairs of the period. */
export interface TechnicianRow {
  technician: string
  open: Counted
  fixed: Counted
  firstTime: Counted
  reopened: Counted
  labourHours: number
  meanRepairHours?: number
  /** To how many of those repaired somebody came, and how many of them had every arrival proven. */
  arrived: Counted
  proven: Counted
  answered: Counted
  meanScore?: number
}
export interface TechniciansReport {
  query: ReportQuery
  technicians: TechnicianRow[]
}

/** What the history tells; every number comes with the filter that lists what was counted. */
export interface Reports {
  reliability(query: ReportQuery): Promise<Told<ReliabilityReport>>
  causes(query: ReportQuery): Promise<Told<CausesReport>>
  repairs(query: ReportQuery): Promise<Told<RepairsReport>>
  serviceLevels(query: ReportQuery): Promise<Told<ServiceLevelReport>>
  satisfaction(query: ReportQuery): Promise<Told<SatisfactionReport>>
  technicians(query: ReportQuery): Promise<Told<TechniciansReport>>
  predictions(query: ReportQuery): Promise<Told<PredictionsReport>>
  safety(query: ReportQuery): Promise<Told<SafetyReport>>
  alarms(query: ReportQuery): Promise<Told<AlarmsReport>>
  plans(query: PlansQuery): Promise<Told<PlansReport>>
  backlog(query: ReportScope): Promise<Told<BacklogReport>>
}
