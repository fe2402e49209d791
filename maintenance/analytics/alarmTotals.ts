import { type SelectQueryBuilder, sql } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { AlarmsReport, AlarmsRow } from '#domain/alarmsReport.ts'
import type { Severity } from '#domain/faults.ts'
import type { Dimension, ReportQuery } from '#domain/reports.ts'
import { ofModel } from '../ofModel.ts'
import { byDimension, known, type ReportNeeds, rate, type Sums, total } from './figures/sums.ts'

const MINUTE = 60_000
const DAY = 86_400_000

type Alarms = SelectQueryBuilder<Tables & { a: Tables['fault'] }, 'a', object>
type Key = 'count' | 'chattering' | 'standing' | 'acknowledged' | 'ackMs'
type Totals = Sums<Key> & { severity: Severity }

/** The faults that fired in the period of a report. */
export function alarms(
  { database: { reader: db } }: ReportNeeds,
  { from, to, site, class: name, model }: ReportQuery,
): Alarms {
  return db
    .selectFrom('fault as a')
    .where('a.fired_at', '>=', from)
    .where('a.fired_at', '<', to)
    .$if(site !== undefined, q => q.where('a.site', '=', site ?? ''))
    .$if(name !== undefined, q => q.where('a.class', '=', name ?? ''))
    .$if(model !== undefined, q => q.where('a.equipment', 'in', ofModel(model ?? '')))
}

/** Sums over the alarms by severity, site, class and the model that their equipment is of now. */
export async function readTotals(needs: ReportNeeds, query: ReportQuery): Promise<Totals[]> {
  const place = ['a.site', 'a.class', 'e.model', 'a.severity'] as const
  const rows = await alarms(needs, query)
    .innerJoin('equipment as e', 'e.id', 'a.equipment')
    .select(['a.site as site', 'a.class as class', 'e.model as model', 'a.severity as severity'])
    .select([
      sql<number>`count(*)`.as('count'),
      sql<number>`sum(case when a.chattering_at is not null then 1 else 0 end)`.as('chattering'),
      sql<number>`sum(case when a.standing_at is not null then 1 else 0 end)`.as('standing'),
      sql<number>`count(a.acknowledged_at)`.as('acknowledged'),
      sql<number>`sum(coalesce(a.acknowledged_at - a.fired_at, 0))`.as('ackMs'),
    ])
    .groupBy(place)
    .execute()
  return rows.map(({ count, chattering, standing, acknowledged, ackMs, ...of }) => ({
    ...of,
    ...{ count: Number(count), chattering: Number(chattering), standing: Number(standing) },
    ...{ acknowledged: Number(acknowledged), ackMs: Number(ackMs) },
  }))
}

export const filterOf = ({ from, to, ...scope }: ReportQuery): AlarmsReport['alarms']['filter'] => ({
  firedFrom: from,
  firedTo: to,
  state: 'all' as const,
  ...scope,
})

/** What is told of a group of alarms. */
export function toRow(rows: readonly Sums<Key>[], query: ReportQuery): AlarmsRow {
  const count = total(rows, 'count')
  const acknowledged = total(rows, 'acknowledged')
  return {
    alarms: { count, filter: filterOf(query) },
    perDay: count / ((query.to - query.from) / DAY),
    chattering: total(rows, 'chattering'),
    standing: total(rows, 'standing'),
    acknowledged: {
      count: acknowledged,
      ...known({ meanMinutes: rate(total(rows, 'ackMs') / MINUTE, acknowledged) }),
    },
  }
}

/** The alarms of each severity with their share of all, the most frequent first. */
export function bySeverity(rows: readonly Totals[], query: ReportQuery): AlarmsReport['bySeverity'] {
  const all = total(rows, 'count')
  return [...Map.groupBy(rows, row => row.severity)]
    .map(([severity, some]) => {
      const count = total(some, 'count')
      return { severity, count, share: count / all, filter: { ...filterOf(query), severity } }
    })
    .sort((a, b) => b.count - a.count || (a.severity < b.severity ? -1 : 1))
}

/** The same of each site, class and model. */
export const byPlace = (rows: readonly Totals[], query: ReportQuery): AlarmsReport['by'] =>
  byDimension<Key, AlarmsRow>(
    rows.map(({ severity: _, ...sums }) => sums),
    (some, of: Partial<Record<Dimension, string>>) => toRow(some, { ...query, ...of }),
  )
