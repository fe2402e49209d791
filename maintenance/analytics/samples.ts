import { sql } from 'kysely'
import type { ReportQuery } from '#domain/reports.ts'
import type { ReportNeeds, Sums } from './figures/sums.ts'

/** The samples of the days that began in the period and are counted (catalogue KPI DATA). */
export async function samplesByPlace(
  { database: { reader } }: ReportNeeds,
  { from, site, class: name, model }: ReportQuery,
  until: number,
): Promise<Sums<'expected' | 'received'>[]> {
  const rows = await reader
    .selectFrom('sample_day')
    .select(['site', 'class', sql<string | null>`nullif(model, '')`.as('model')])
    .select(eb => [eb.fn.sum('expected').as('expected'), eb.fn.sum('received').as('received')])
    .where('day_at', '>=', from)
    .where('day_at', '<', until)
    .$if(site !== undefined, q => q.where('site', '=', site ?? ''))
    .$if(name !== undefined, q => q.where('class', '=', name ?? ''))
    .$if(model !== undefined, q => q.where('model', '=', model ?? ''))
    .groupBy(['site', 'class', 'sample_day.model'])
    .execute()
  return rows.map(row => ({ ...row, expected: Number(row.expected), received: Number(row.received) }))
}
