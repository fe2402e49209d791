import { sql } from 'kysely'
import type { PeriodFigures } from '#domain/periodReport.ts'
import type { ReportQuery } from '#domain/reports.ts'
import type { Workshop } from '../needs.ts'

type Needs = Pick<Workshop, 'database' | 'clock'>

/** Requests that were opened in the period, by kind. */
export async function requestsOf(
  { database: { reader } }: Needs,
  { from, to, site }: ReportQuery,
): Promise<PeriodFigures['requests']> {
  const rows = await reader
    .selectFrom('ticket_figure as f')
    .select(['f.kind', sql<number>`count(*)`.as('opened')])
    .select(sql<number>`sum(case when f.status = 'closed' then 1 else 0 end)`.as('closed'))
    .where('f.kind', 'in', ['training', 'question'])
    .where('f.opened_at', '>=', from)
    .where('f.opened_at', '<', to)
    .where('f.status', '<>', 'cancelled')
    .$if(site !== undefined, q => q.where('f.site', '=', site ?? ''))
    .groupBy('f.kind')
    .execute()
  const of = (kind: string) => rows.find(row => row.kind === kind)
  return {
    training: Number(of('training')?.opened ?? 0),
    trainingClosed: Number(of('training')?.closed ?? 0),
    questions: Number(of('question')?.opened ?? 0),
    questionsClosed: Number(of('question')?.closed ?? 0),
  }
}

/** How many tickets were open at the end of the period, or are now where it has not ended. */
export async function openAtEnd({ database: { reader }, clock }: Needs, { to, site }: ReportQuery): Promise<number> {
  const at = Math.min(to, clock.now())
  const { open } = await reader
    .selectFrom('ticket')
    .select(sql<number>`count(*)`.as('open'))
    .where('opened_at', '<', at)
    .where(eb => eb.or([eb('closed_at', 'is', null), eb('closed_at', '>=', at)]))
    .$if(site !== undefined, q => q.where('site', '=', site ?? ''))
    .executeTakeFirstOrThrow()
  return Number(open)
}
