import { sql } from 'kysely'
import type { AlarmPolicy } from '#domain/alarmPolicy.ts'
import type { AlarmsReport } from '#domain/alarmsReport.ts'
import type { ReportQuery } from '#domain/reports.ts'
import { readPolicy } from '../faults/policy.ts'
import { alarms, byPlace, bySeverity, filterOf, readTotals, toRow } from './alarmTotals.ts'
import type { ReportNeeds } from './figures/sums.ts'

const MINUTE = 60_000
const TEN_MINUTES = 10 * MINUTE
const BAD_ACTORS = 10

/** The windows of so many milliseconds in which there were at least `fewest` alarms, in order. */
async function fullWindows(needs: ReportNeeds, query: ReportQuery, ms: number, fewest: number) {
  const window = sql<number>`(a.fired_at - ${sql.lit(query.from)}) / ${sql.lit(ms)}`
  const rows = await alarms(needs, query)
    .select([window.as('window'), sql<number>`count(*)`.as('count')])
    .groupBy(window)
    .having(sql<boolean>`count(*) >= ${fewest}`)
    .orderBy(window)
    .execute()
  return rows.map(row => ({ window: Number(row.window), count: Number(row.count) }))
}

/** The most alarms in any ten minutes. */
async function peak(needs: ReportNeeds, query: ReportQuery): Promise<number> {
  const window = sql`(a.fired_at - ${sql.lit(query.from)}) / ${sql.lit(TEN_MINUTES)}`
  const [most] = await alarms(needs, query)
    .select(sql<number>`count(*)`.as('count'))
    .groupBy(window)
    .orderBy('count', 'desc')
    .limit(1)
    .execute()
  return Number(most?.count ?? 0)
}

/** Windows in flood: from the first with more than `moreThan` to the last before one with fewer than `endsBelow`. */
export function floodWindows(
  windows: readonly { window: number; count: number }[],
  { moreThan, endsBelow }: Pick<AlarmPolicy['flood'], 'moreThan' | 'endsBelow'>,
): { floods: number; windows: number } {
  const seen = { floods: 0, windows: 0 }
  let last: number | undefined
  for (const { window, count } of windows) {
    const goesOn = last !== undefined && window === last + 1 && count >= endsBelow
    if (!goesOn && count <= moreThan) {
      last = undefined
      continue
    }
    if (!goesOn) seen.floods++
    seen.windows++
    last = window
  }
  return seen
}

async function badActors(needs: ReportNeeds, query: ReportQuery): Promise<AlarmsReport['badActors']> {
  const rows = await alarms(needs, query)
    .select(['a.equipment as equipment', 'a.code as code', sql<number>`count(*)`.as('count')])
    .groupBy(['a.equipment', 'a.code'])
    .orderBy('count', 'desc')
    .orderBy('a.equipment')
    .orderBy('a.code')
    .limit(BAD_ACTORS)
    .execute()
  return rows.map(({ equipment, code, count }) => ({
    equipment,
    code,
    count: Number(count),
    filter: { ...filterOf(query), equipment, code },
  }))
}

/**
 * How good the alarms are (ISA-18.2-2016 §16, EEMUA 191): one in ten minutes is acceptable, and less than 1 % of the time
 * in flood. What counts as a flood, chattering and standing is the alarm policy's.
 */
export async function alarmsReport(needs: ReportNeeds, given: ReportQuery): Promise<AlarmsReport> {
  const query = { ...given, to: Math.max(given.from + 1, Math.min(given.to, needs.clock.now())) }
  const { flood } = await readPolicy(needs.database.db)
  const fewest = Math.min(flood.endsBelow, flood.moreThan + 1)
  const [most, windows, totals, actors] = await Promise.all([
    peak(needs, query),
    fullWindows(needs, query, flood.windowMin * MINUTE, fewest),
    readTotals(needs, query),
    badActors(needs, query),
  ])
  const span = query.to - query.from
  const flooded = floodWindows(windows, flood)
  const row = toRow(totals, query)
  return {
    query,
    ...row,
    perTenMinutes: { mean: row.alarms.count / (span / TEN_MINUTES), peak: most },
    floodShare: Math.min(1, (flooded.windows * flood.windowMin * MINUTE) / span),
    floods: flooded.floods,
    bySeverity: bySeverity(totals, query),
    badActors: actors,
    by: byPlace(totals, query),
  }
}
