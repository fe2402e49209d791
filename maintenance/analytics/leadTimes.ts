import { sql } from 'kysely'
import type { Dimension } from '#domain/reports.ts'
import type { TicketFilter } from '#domain/ticketFilter.ts'
import type { Millis } from '#domain/time.ts'
import { predicts } from './figures/figuresWhere.ts'
import { figures, HOUR, type ReportNeeds } from './figures/sums.ts'

const DAY = 24 * HOUR

/** How many failures of a group were predicted, and the median of the time between, in milliseconds. */
export interface LeadTimes {
  count: number
  median: number
}

/** Each lead time with its place in the order of its group, and how many there are in that. */
const ranked = (group: Dimension | undefined) =>
  group === undefined
    ? sql`select 'all' as dimension, '' as place, lead, row_number() over (order by lead) as n, count(*) over () as count
        from leads`
    : sql`select ${sql.lit(group)}, ${sql.ref(group)}, lead,
        row_number() over (partition by ${sql.ref(group)} order by lead), count(*) over (partition by ${sql.ref(group)})
        from leads where ${sql.ref(group)} is not null`

/**
 * The lead times of the failures that a filter leaves and a ticket had predicted.
 * @returns of all of them, and of those of a site, a class or a model; where none was predicted, nothing
 */
export async function leadTimes(
  needs: ReportNeeds,
  filter: TicketFilter & { from: Millis; to: Millis },
): Promise<(dimension: Dimension | 'all', key?: string) => LeadTimes | undefined> {
  const { predictionLeadHours, predictionHoldDays } = needs.policy
  const failures = figures(needs, filter).select([
    'f.ticket',
    'f.site',
    'f.class',
    'f.model',
    'f.equipment',
    'f.failed_at',
  ])
  // Read once, by the index of predictions alone (hence the `+`), and looked up from the failures (hence `cross join`, which
  // SQLite takes in the order that is written): any other way takes twice to many times as long.
  const { rows } = await sql<{ dimension: string; place: string; count: number; median: number }>`
    with failures as materialized ${failures},
    predictions as materialized (select equipment, opened_at, closed_at, status, predictive from ticket_figure
      where predictive = 1 and +opened_at <= ${filter.to - predictionLeadHours * HOUR}
      and (+closed_at is null or +closed_at >= ${filter.from - predictionHoldDays * DAY})),
    leads as materialized (select f.site as site, f.class as class, f.model as model,
      f.failed_at - min(p.opened_at) as lead from failures f cross join predictions p where ${predicts(needs.policy)}
      group by f.ticket, f.site, f.class, f.model, f.failed_at)
    select dimension, place, count, avg(lead) as median
    from (${sql.join(
      [undefined, 'site', 'class', 'model'].map(group => ranked(group as Dimension | undefined)),
      sql` union all `,
    )}) as ranked
    where n in ((count + 1) / 2, (count + 2) / 2) group by dimension, place, count`.execute(needs.database.reader)
  const found = new Map(
    rows.map(row => [`${row.dimension} ${row.place}`, { count: Number(row.count), median: Number(row.median) }]),
  )
  return (dimension, key = '') => found.get(`${dimension} ${key}`)
}
