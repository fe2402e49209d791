import type { FillProgress, Reports } from '#domain/reports.ts'
import type { Workshop } from '../needs.ts'
import { alarmsReport } from './alarms.ts'
import { backlogReport } from './backlog.ts'
import { causesReport } from './causes.ts'
import type { ReportNeeds } from './figures/sums.ts'
import { plansReport } from './plans.ts'
import { predictionsReport } from './predictions.ts'
import { reliabilityReport } from './reliability.ts'
import { repairsReport } from './repairs.ts'
import { readReportPolicy } from './reportPolicy.ts'
import { safetyReport } from './safety.ts'
import { satisfactionReport } from './satisfaction.ts'
import { serviceLevelReport } from './serviceLevels.ts'
import { techniciansReport } from './technicians.ts'

/** @param progress how far the figures of older tickets are written */
export function createAnalytics(needs: Workshop, progress: () => FillProgress | undefined): Reports {
  const by =
    <Q, R>(report: (needs: ReportNeeds, query: Q) => Promise<R>) =>
    async (query: Q) => {
      const incomplete = progress()
      const told = await report({ ...needs, policy: await readReportPolicy(needs.database.db) }, query)
      return { ...told, ...(incomplete && { incomplete: { ...incomplete } }) }
    }
  return {
    reliability: by(reliabilityReport),
    causes: by(causesReport),
    repairs: by(repairsReport),
    serviceLevels: by(serviceLevelReport),
    satisfaction: by(satisfactionReport),
    technicians: by(techniciansReport),
    predictions: by(predictionsReport),
    safety: by(safetyReport),
    alarms: by(alarmsReport),
    plans: by(plansReport),
    backlog: by(backlogReport),
  }
}
