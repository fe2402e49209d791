import { sql } from 'kysely'
import type { CausesReport, ParetoBar, ReportQuery } from '#domain/reports.ts'
import type { TicketFilter } from '#domain/ticketFilter.ts'
import { figures, HOUR, type ReportNeeds } from './figures/sums.ts'

/** How many of the equipment that fails most are named. */
const BAD_ACTORS = 20

const COLUMN = { cause: 'f.cause', faultCode: 'f.fault_code', equipment: 'f.equipment' } as const

/** Failures grouped by a column, the most frequent first; downtime so far, up to `until`. */
async function pareto(
  needs: ReportNeeds,
  filter: TicketFilter,
  by: keyof typeof COLUMN,
  until: number,
): Promise<ParetoBar[]> {
  const column = COLUMN[by]
  const rows = await figures(needs, filter)
    .where(column, 'is not', null)
    .select([
      `${column} as key`,
      sql<number>`count(*)`.as('count'),
      sql<number>`sum(coalesce(f.restored_at, ${until}) - f.failed_at)`.as('downtime'),
    ])
    .groupBy(column)
    .orderBy('count', 'desc')
    .orderBy('downtime', 'desc')
    .orderBy('key')
    .execute()
  const whole = rows.reduce((sum, row) => sum + Number(row.count), 0)
  let running = 0
  return rows.map(({ key, count, downtime }) => {
    running += Number(count)
    const bar = { key: key ?? '', count: Number(count), filter: { ...filter, [by]: key ?? '' } }
    return { ...bar, downtimeHours: Math.max(0, Number(downtime)) / HOUR, cumulative: running / whole }
  })
}

/**
 * The Pareto of causes (ISO 14224 Annex B) over the failures that began in the period, beside it that of the faults and
 * of the equipment. Cancelled tickets, false alarms and no-fault-found do not count.
 */
export async function causesReport(needs: ReportNeeds, query: ReportQuery): Promise<CausesReport> {
  const until = Math.min(query.to, needs.clock.now())
  const filter = { ...query, when: 'failed', is: 'failure' } as const
  const [all, causes, faults, actors] = await Promise.all([
    figures(needs, filter).select(sql<number>`count(*)`.as('count')).executeTakeFirst(),
    pareto(needs, filter, 'cause', until),
    pareto(needs, filter, 'faultCode', until),
    pareto(needs, filter, 'equipment', until),
  ])
  const failures = { count: Number(all?.count ?? 0), filter }
  return { query, failures, causes, faults, badActors: actors.slice(0, BAD_ACTORS) }
}
