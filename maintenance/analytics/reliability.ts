import { sql } from 'kysely'
import type { ReliabilityReport, ReportQuery } from '#domain/reports.ts'
import type { Workshop } from '../needs.ts'
import { FEWEST_FAILURES, failures, HOUR, TICKETS_LISTED } from './failures.ts'
import { restorationSplit } from './restorationSplit.ts'

interface ClassRow {
  class: string
  failures: number
  /** Σ (restored − failed), milliseconds. */
  restoring: number
  /** Milliseconds of the period in which equipment was down, running outages included. */
  downtime: number
  equipment: number
}

async function restoredByClass(needs: Workshop, query: ReportQuery) {
  return await failures(needs, query)
    .where('t.restored_at', '>=', query.from)
    .where('t.restored_at', '<', query.to)
    .select([
      'e.class as class',
      eb => eb.fn.countAll<number>().as('failures'),
      sql<number>`sum(t.restored_at - t.failed_at)`.as('restoring'),
    ])
    .groupBy('e.class')
    .execute()
}

async function downtimeByClass(needs: Workshop, query: ReportQuery, until: number) {
  const end = sql`case when coalesce(t.restored_at, ${until}) > ${until} then ${until} else coalesce(t.restored_at, ${until}) end`
  const start = sql`case when t.failed_at < ${query.from} then ${query.from} else t.failed_at end`
  return await failures(needs, query)
    .where('t.failed_at', '<', until)
    .where(eb => eb.or([eb('t.restored_at', 'is', null), eb('t.restored_at', '>', query.from)]))
    .select(['e.class as class', sql<number>`sum((${end}) - (${start}))`.as('downtime')])
    .groupBy('e.class')
    .execute()
}

async function equipmentByClass({ database: { db } }: Workshop, { site }: ReportQuery) {
  return await db
    .selectFrom('equipment')
    .$if(site !== undefined, q => q.where('site', '=', site ?? ''))
    .select(['class', eb => eb.fn.countAll<number>().as('count')])
    .groupBy('class')
    .execute()
}

async function classRows(needs: Workshop, query: ReportQuery, until: number): Promise<ClassRow[]> {
  const [restored, down, equipment] = await Promise.all([
    restoredByClass(needs, query),
    downtimeByClass(needs, query, until),
    equipmentByClass(needs, query),
  ])
  return equipment
    .map(({ class: name, count }) => {
      const r = restored.find(row => row.class === name)
      const downtime = Number(down.find(row => row.class === name)?.downtime ?? 0)
      const counted = { failures: Number(r?.failures ?? 0), restoring: Number(r?.restoring ?? 0) }
      return { class: name, ...counted, downtime, equipment: Number(count) }
    })
    .sort((a, b) => b.failures - a.failures || (a.class < b.class ? -1 : 1))
}

async function ticketsByClass(needs: Workshop, query: ReportQuery): Promise<Map<string, string[]>> {
  const ranked = failures(needs, query)
    .where('t.restored_at', '>=', query.from)
    .where('t.restored_at', '<', query.to)
    .select([
      'e.class as class',
      't.id as id',
      sql<number>`row_number() over (partition by e.class order by t.restored_at desc, t.id)`.as('rank'),
    ])
  const rows = await needs.database.db
    .selectFrom(ranked.as('ranked'))
    .select(['class', 'id'])
    .where('rank', '<=', TICKETS_LISTED)
    .orderBy('rank')
    .execute()
  const grouped = Map.groupBy(rows, row => row.class)
  return new Map([...grouped].map(([name, tickets]) => [name, tickets.map(t => t.id)]))
}

/** Operating time is the equipment's share of the period that was not downtime. */
function means({ failures: n, restoring, downtime, equipment }: Omit<ClassRow, 'class'>, period: number) {
  if (n < FEWEST_FAILURES) return {}
  return {
    mttrHours: restoring / n / HOUR,
    mtbfHours: Math.max(0, equipment * period - downtime) / n / HOUR,
  }
}

const sum = (rows: readonly ClassRow[]): Omit<ClassRow, 'class'> => ({
  failures: rows.reduce((total, row) => total + row.failures, 0),
  restoring: rows.reduce((total, row) => total + row.restoring, 0),
  downtime: rows.reduce((total, row) => total + row.downtime, 0),
  equipment: rows.reduce((total, row) => total + row.equipment, 0),
})

/**
 * MTTR (IEC 60050-192 192-07-23): Σ (restored − failed) / n over the failures restored in the period. MTBF (192-05-13):
 * operating time / n. With fewer than {@link FEWEST_FAILURES} failures only their number is told.
 */
export async function reliabilityReport(needs: Workshop, query: ReportQuery): Promise<ReliabilityReport> {
  const until = Math.min(query.to, needs.clock.now())
  const period = Math.max(0, until - query.from)
  const rows = await classRows(needs, query, until)
  const tickets = await ticketsByClass(needs, query)
  const all = sum(rows)
  return {
    query,
    failures: all.failures,
    ...means(all, period),
    split: all.failures < FEWEST_FAILURES ? {} : await restorationSplit(needs, query, all.failures),
    byClass: rows
      .filter(row => row.failures > 0)
      .map(row => ({
        class: row.class,
        failures: row.failures,
        ...means(row, period),
        tickets: tickets.get(row.class) ?? [],
      })),
  }
}
