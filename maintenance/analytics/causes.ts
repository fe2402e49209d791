import { sql } from 'kysely'
import type { CauseShare, CausesReport, ReportQuery } from '#domain/reports.ts'
import type { Workshop } from '../needs.ts'
import { causeOf, failures, HOUR, TICKETS_LISTED } from './failures.ts'

/** Failures that began in the period; their downtime so far, up to the end of the period or now. */
async function repairedByCause(needs: Workshop, query: ReportQuery) {
  const cause = causeOf(needs.database.dialect)
  const until = Math.min(query.to, needs.clock.now())
  return await failures(needs, query)
    .where('t.failed_at', '>=', query.from)
    .where('t.failed_at', '<', query.to)
    .where(sql<boolean>`${cause} is not null`)
    .select([
      cause.as('cause'),
      eb => eb.fn.countAll<number>().as('count'),
      sql<number>`sum(coalesce(t.restored_at, ${until}) - t.failed_at)`.as('downtime'),
    ])
    .groupBy('cause')
    .orderBy('count', 'desc')
    .orderBy('cause')
    .execute()
}

/** The newest tickets behind each figure: `key` is what the figures are grouped by. */
async function ticketsBy(needs: Workshop, query: ReportQuery, key: ReturnType<typeof causeOf>) {
  const ranked = failures(needs, query)
    .where('t.failed_at', '>=', query.from)
    .where('t.failed_at', '<', query.to)
    .where(sql<boolean>`${key} is not null`)
    .select([
      key.as('key'),
      't.id as id',
      sql<number>`row_number() over (partition by ${key} order by t.failed_at desc, t.id)`.as('rank'),
    ])
  const rows = await needs.database.db
    .selectFrom(ranked.as('ranked'))
    .select(['key', 'id'])
    .where('rank', '<=', TICKETS_LISTED)
    .orderBy('key')
    .orderBy('rank')
    .execute()
  return Map.groupBy(rows, row => row.key ?? '')
}

async function countByFault(needs: Workshop, query: ReportQuery): Promise<CausesReport['byFault']> {
  const code = sql<string | null>`t.fault_code`
  const rows = await failures(needs, query)
    .where('t.failed_at', '>=', query.from)
    .where('t.failed_at', '<', query.to)
    .where('t.fault_code', 'is not', null)
    .select(['t.fault_code as code', eb => eb.fn.countAll<number>().as('count')])
    .groupBy('t.fault_code')
    .orderBy('count', 'desc')
    .orderBy('t.fault_code')
    .execute()
  const tickets = await ticketsBy(needs, query, code)
  return rows.map(row => ({
    code: row.code ?? '',
    count: Number(row.count),
    tickets: (tickets.get(row.code ?? '') ?? []).map(t => t.id),
  }))
}

/**
 * The Pareto of causes (ISO 14224 Annex B) over the failures that began in the period and have been repaired; beside it
 * how often each fault led to a ticket. Cancelled tickets, false alarms and no-fault-found do not count.
 */
export async function causesReport(needs: Workshop, query: ReportQuery): Promise<CausesReport> {
  const rows = await repairedByCause(needs, query)
  const tickets = await ticketsBy(needs, query, causeOf(needs.database.dialect))
  const total = rows.reduce((sum, row) => sum + Number(row.count), 0)
  let running = 0
  const causes = rows.map((row): CauseShare => {
    const cause = row.cause ?? ''
    running += Number(row.count)
    return {
      cause,
      count: Number(row.count),
      downtimeHours: Number(row.downtime) / HOUR,
      cumulative: running / total,
      tickets: (tickets.get(cause) ?? []).map(t => t.id),
    }
  })
  return { query, total, causes, byFault: await countByFault(needs, query) }
}
