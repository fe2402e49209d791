import { type SelectQueryBuilder, sql } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { AlarmPolicy } from '#domain/alarmPolicy.ts'
import type { AlarmsReport } from '#domain/alarmsReport.ts'
import type { ReportQuery } from '#domain/reports.ts'
import { readPolicy } from '../faults/policy.ts'
import { known, type ReportNeeds } from './figures/sums.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const TEN_MINUTES = 10 * MINUTE
const BAD_ACTORS = 10

type Alarms = SelectQueryBuilder<Tables & { a: Tables['fault'] }, 'a', object>

function alarms({ database: { reader: db } }: ReportNeeds, { from, to, site, class: name }: ReportQuery): Alarms {
  return db
    .selectFrom('fault as a')
    .where('a.fired_at', '>=', from)
    .where('a.fired_at', '<', to)
    .$if(site !== undefined, q => q.where('a.site', '=', site ?? ''))
    .$if(name !== undefined, q => q.where('a.class', '=', name ?? ''))
}

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

async function readTotals(needs: ReportNeeds, query: ReportQuery) {
  const rows = await alarms(needs, query)
    .select([
      'a.severity as severity',
      sql<number>`count(*)`.as('count'),
      sql<number>`sum(case when a.chattering_at is not null then 1 else 0 end)`.as('chattering'),
      sql<number>`sum(case when a.standing_at is not null then 1 else 0 end)`.as('standing'),
      sql<number>`count(a.acknowledged_at)`.as('acknowledged'),
      sql<number>`sum(coalesce(a.acknowledged_at - a.fired_at, 0))`.as('ackMs'),
    ])
    .groupBy('a.severity')
    .execute()
  return rows.map(row => ({
    severity: row.severity,
    count: Number(row.count),
    chattering: Number(row.chattering),
    standing: Number(row.standing),
    acknowledged: Number(row.acknowledged),
    ackMs: Number(row.ackMs),
  }))
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

const filterOf = ({ from, to, site, class: name }: ReportQuery): AlarmsReport['alarms']['filter'] => ({
  firedFrom: from,
  firedTo: to,
  state: 'all' as const,
  ...(site !== undefined && { site }),
  ...(name !== undefined && { class: name }),
})

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
  const sum = (key: 'count' | 'chattering' | 'standing' | 'acknowledged' | 'ackMs') =>
    totals.reduce((all, row) => all + row[key], 0)
  const count = sum('count')
  const flooded = floodWindows(windows, flood)
  const mean = sum('acknowledged') === 0 ? undefined : sum('ackMs') / sum('acknowledged') / MINUTE
  return {
    query,
    alarms: { count, filter: filterOf(query) },
    perTenMinutes: { mean: count / (span / TEN_MINUTES), peak: most },
    perDay: count / (span / DAY),
    floodShare: Math.min(1, (flooded.windows * flood.windowMin * MINUTE) / span),
    floods: flooded.floods,
    chattering: sum('chattering'),
    standing: sum('standing'),
    acknowledged: { count: sum('acknowledged'), ...known({ meanMinutes: mean }) },
    bySeverity: totals
      .map(({ severity, count: n }) => ({
        severity,
        count: n,
        share: n / count,
        filter: { ...filterOf(query), severity },
      }))
      .sort((a, b) => b.count - a.count || (a.severity < b.severity ? -1 : 1)),
    badActors: actors,
  }
}
