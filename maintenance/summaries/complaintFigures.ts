import { type SqlBool, sql } from 'kysely'
import type { ComplaintFigures } from '#domain/periodReport.ts'
import type { ReportQuery } from '#domain/reports.ts'
import type { Workshop } from '../needs.ts'

/** Complaints by what their finding says and where they stand; few beside tickets, so each is looked at. */
export async function complaintFigures(
  { database: { reader } }: Pick<Workshop, 'database'>,
  { from, to, site }: ReportQuery,
): Promise<ComplaintFigures> {
  const late = sql<SqlBool>`exists (select 1 from complaint_clock k where k.complaint = complaint.id
    and k.kind = 'answer' and k.breached_at is not null)`
  const rows = await reader
    .selectFrom('complaint')
    .select(['finding', 'closed_at', sql<number>`case when ${late} then 1 else 0 end`.as('late')])
    .where('registered_at', '>=', from)
    .where('registered_at', '<', to)
    .$if(site !== undefined, q => q.where('site', '=', site ?? ''))
    .execute()
  const founded = rows.filter(({ finding }) => finding !== null && JSON.parse(finding).founded === true)
  return {
    registered: rows.length,
    closed: rows.filter(row => row.closed_at !== null).length,
    founded: founded.length,
    foundedClosed: founded.filter(row => row.closed_at !== null).length,
    answeredLate: rows.filter(row => Number(row.late) === 1).length,
  }
}
