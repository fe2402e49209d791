import type { PeriodReport } from '#domain/periodReport.ts'
import { createAnalytics } from '../analytics/analytics.ts'
import { countMissing } from '../analytics/figures/fillFigures.ts'
import type { MaintenanceNeeds } from '../needs.ts'
import { openWorkshop } from '../openWorkshop.ts'
import { makeReport, type PeriodQuery } from './makeReport.ts'

/**
 * The summary of a period without a running stage, beside which it may be asked for.
 * @throws CodedError BAD_REQUEST for a period that is none or has not begun, UNKNOWN_SITE
 */
export async function makePeriodReport(given: MaintenanceNeeds, query: PeriodQuery): Promise<PeriodReport> {
  const needs = await openWorkshop(given)
  const of = await countMissing(needs)
  const analytics = createAnalytics(needs, () => (of > 0 ? { written: 0, of } : undefined))
  return await makeReport(needs, analytics, query)
}
