import { DEFAULT_ZONE } from '#domain/equipment.ts'
import { lastEnded, PERIOD_KINDS, spanOf } from '#domain/periods.ts'
import type { Reports } from '#domain/reports.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { idOf, keepReport, keptIds } from './keptReports.ts'
import { makeReport, type PeriodQuery } from './makeReport.ts'

const HOUR = 3_600_000
/** So long after its end a period's last day is counted for good, late samples and all. */
const WAIT_MS = 26 * HOUR

/** When the first equipment was entered, of all sites (undefined) and of each. */
function firstEntries(needs: Workshop): Map<string | undefined, Millis> {
  const first = new Map<string | undefined, Millis>()
  for (const { site, createdAt } of needs.listEquipment())
    for (const scope of [undefined, site]) first.set(scope, Math.min(first.get(scope) ?? createdAt, createdAt))
  return first
}

/** The ended periods of a site, or of all, in which there was anything. */
function endedPeriods(needs: Workshop, site: string | undefined, since: Millis): PeriodQuery[] {
  const zone = site === undefined ? DEFAULT_ZONE : needs.timezone(site)
  return PERIOD_KINDS.map(kind => lastEnded(kind, needs.clock.now() - WAIT_MS, zone))
    .filter(period => spanOf(period, zone).to > since)
    .map(period => ({ ...period, site }))
}

/** Makes and keeps the reports of ended periods that are not kept yet: of all sites, and of each. */
export async function keepDue(needs: Workshop, analytics: Reports, signal: AbortSignal): Promise<void> {
  const due = [...firstEntries(needs)].flatMap(([site, since]) => endedPeriods(needs, site, since))
  const kept = await keptIds(needs, new Set(due.map(({ of }) => of)))
  for (const query of due) {
    if (signal.aborted) return
    const { kind: period, of, site = '' } = query
    if (kept.has(idOf({ period, of, site }))) continue
    await keepReport(needs, await makeReport(needs, analytics, query))
  }
}
