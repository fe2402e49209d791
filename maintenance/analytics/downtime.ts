import { sql } from 'kysely'
import type { ReportQuery } from '#domain/reports.ts'
import { COVERED, TOGETHER } from './figures/overlap.ts'
import { figures, type Place, type ReportNeeds, type Sums, scopeOf } from './figures/sums.ts'

interface Down extends Place {
  downtime: number
  outages: number
}

/**
 * Outages that reach into the period, cut to it, those that still run up to `until`. Of outages of one piece of equipment
 * that overlap, the time counts once.
 */
export async function downtimeByPlace(
  needs: ReportNeeds,
  query: ReportQuery,
  until: number,
): Promise<Sums<'downtime' | 'outages'>[]> {
  const { reader: db } = needs.database
  const { from } = query
  const restored = sql`coalesce(f.restored_at, ${until})`
  const cut = figures(needs, { ...scopeOf(query), when: 'down', from, to: until }).select([
    ...(['f.site as site', 'f.class as class', 'f.model as model', 'f.equipment as equipment'] as const),
    sql<number>`case when f.failed_at < ${from} then ${from} else f.failed_at end`.as('began'),
    sql<number>`case when ${restored} > ${until} then ${until} else ${restored} end`.as('over'),
  ])
  const rows = await db
    .selectFrom(
      db
        .selectFrom(cut.as('cut'))
        .select(['site', 'class', 'model', 'began', 'over', COVERED.as('covered')])
        .as('c'),
    )
    .select([...(['site', 'class', 'model'] as const), TOGETHER.as('downtime'), sql<number>`count(*)`.as('outages')])
    .groupBy(['site', 'class', 'model'])
    .execute()
  return (rows as Down[]).map(row => ({ ...row, downtime: Number(row.downtime), outages: Number(row.outages) }))
}
