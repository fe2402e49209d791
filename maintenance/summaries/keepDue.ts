import { lastEnded, PERIOD_KINDS, spanOf } from '#domain/periods.ts'
import type { Reports } from '#domain/reports.ts'
import { DEFAULT_ZONE } from '../clocks/localDay.ts'
import type { Workshop } from '../needs.ts'
import { isKept, keepReport } from './keptReports.ts'
import { makeReport, type PeriodQuery } from './makeReport.ts'

const HOUR = 3_600_000
/** So long after its end a period's last day is counted for good, late samples and all. */
const WAIT_MS = 26 * HOUR

/** The ended periods of a site, or of all, in which there was anything. */
function duePeriods(needs: Workshop, site: string | undefined): PeriodQuery[] {
  const zone = site === undefined ? DEFAULT_ZONE : needs.timezone(site)
  const pieces = [...needs.listEquipment()].filter(piece => site === undefined || piece.site === site)
  const since = Math.min(...pieces.map(({ createdAt }) => createdAt))
  return PERIOD_KINDS.map(kind => lastEnded(kind, needs.clock.now() - WAIT_MS, zone))
    .filter(period => spanOf(period, zone).to > since)
    .map(period => ({ ...period, site }))
}

/** Makes and keeps the reports of ended periods that are not kept yet: of all sites, and of each. */
export async function keepDue(needs: Workshop, analytics: Reports, signal: AbortSignal): Promise<void> {
  const sites = new Set([...needs.listEquipment()].map(({ site }) => site))
  for (const site of [undefined, ...sites])
    for (const query of duePeriods(needs, site)) {
      if (signal.aborted) return
      const { kind: period, of } = query
      if (await isKept(needs, { period, of, ...(site !== undefined && { site }) })) continue
      await keepReport(needs, await makeReport(needs, analytics, query))
    }
}
