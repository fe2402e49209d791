import type { PeriodKind } from './periods.ts'
import type { PlansReport } from './plansReport.ts'
import type { PredictionsReport } from './predictionsReport.ts'
import type {
  CausesReport,
  ReliabilityReport,
  RepairsReport,
  SatisfactionReport,
  ServiceLevelReport,
  Told,
} from './reports.ts'
import type { SafetyReport } from './safetyReport.ts'
import type { Millis } from './time.ts'

/** Complaints of a period (service practice P8): how many were registered in it, and what has become of them. */
export interface ComplaintFigures {
  registered: number
  closed: number
  founded: number
  foundedClosed: number
  /** Whose answer came too late, or is late. */
  answeredLate: number
}

/** A part that was used by repairs done in the period; the cost is by its price of now, and unknown without one. */
export interface PartUse {
  partNo: string
  name: string
  name_zh: string
  quantity: number
  costCny?: number
}

/** A certificate that has ended or ends soon, `within` so many days of the catalogue's warnings, 0 when it is over. */
export interface EndingCertificate {
  technician: string
  name: string
  kind: string
  number: string
  validUntil: string
  within: number
}

/** Something that a visit found not to be as it has to be, and that is not mended. */
export interface OpenHazard {
  at: Millis
  site: string
  equipment: string
  name: string
  name_zh: string
  ticket?: string
}

/** What the reports tell of one period, and what stands in none of them. */
export interface PeriodFigures {
  from: Millis
  to: Millis
  reliability: Told<ReliabilityReport>
  causes: Told<CausesReport>
  repairs: Told<RepairsReport>
  serviceLevels: Told<ServiceLevelReport>
  satisfaction: Told<SatisfactionReport>
  safety: Told<SafetyReport>
  plans: Told<PlansReport>
  predictions: Told<PredictionsReport>
  complaints: ComplaintFigures
  parts: PartUse[]
  /** Requests for training and technical questions that were opened, and those of them that are closed. */
  requests: { training: number; trainingClosed: number; questions: number; questionsClosed: number }
  /** Tickets that were open when the period ended, or are now where it has not. */
  openAtEnd: number
}

/** Where a report of a period stands. */
export interface PeriodReportHead {
  id: string
  period: PeriodKind
  of: string
  /** Absent where it is of all sites. */
  site?: string
  from: Millis
  to: Millis
  madeAt: Millis
}

/** The summary of a month, quarter or year (service practice D1), the period before beside it. */
export interface PeriodReport extends Omit<PeriodReportHead, 'id'> {
  /** IANA name of the zone by whose clocks the period lasts. */
  zone: string
  figures: PeriodFigures
  before: PeriodFigures
  certificates: EndingCertificate[]
  hazards: { open: number; oldest: OpenHazard[] }
  /** Names of what the report speaks of, as they were. */
  names: { sites: Record<string, string>; equipment: Record<string, string> }
}
