import type {
  AlarmsReport,
  BacklogReport,
  CausesReport,
  ReliabilityReport,
  RepairsReport,
  ReportQuery,
  SatisfactionReport,
  ServiceLevelReport,
  TechniciansReport,
} from '#domain/reports.ts'
import type { Workshop } from '../needs.ts'
import { alarmsReport } from './alarms.ts'
import { backlogReport } from './backlog.ts'
import { causesReport } from './causes.ts'
import type { ReportNeeds } from './figures/sums.ts'
import { reliabilityReport } from './reliability.ts'
import { repairsReport } from './repairs.ts'
import { readReportPolicy } from './reportPolicy.ts'
import { satisfactionReport } from './satisfaction.ts'
import { serviceLevelReport } from './serviceLevels.ts'
import { techniciansReport } from './technicians.ts'

/** What the history tells; every number of tickets comes with the filter that lists them. */
export interface Analytics {
  reliability(query: ReportQuery): Promise<ReliabilityReport>
  causes(query: ReportQuery): Promise<CausesReport>
  repairs(query: ReportQuery): Promise<RepairsReport>
  serviceLevels(query: ReportQuery): Promise<ServiceLevelReport>
  satisfaction(query: ReportQuery): Promise<SatisfactionReport>
  technicians(query: ReportQuery): Promise<TechniciansReport>
  alarms(query: ReportQuery): Promise<AlarmsReport>
  backlog(query: { site?: string }): Promise<BacklogReport>
}

export function createAnalytics(needs: Workshop): Analytics {
  const by =
    <Q, R>(report: (needs: ReportNeeds, query: Q) => Promise<R>) =>
    async (query: Q): Promise<R> =>
      report({ ...needs, policy: await readReportPolicy(needs.database.db) }, query)
  return {
    reliability: by(reliabilityReport),
    causes: by(causesReport),
    repairs: by(repairsReport),
    serviceLevels: by(serviceLevelReport),
    satisfaction: by(satisfactionReport),
    technicians: by(techniciansReport),
    alarms: by(alarmsReport),
    backlog: by(backlogReport),
  }
}
