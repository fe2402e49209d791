import { sql } from 'kysely'
import type { ReportQuery, TechnicianRow, TechniciansReport } from '#domain/reports.ts'
import { markIs } from './figures/figuresWhere.ts'
import { ALL, countIf, figures, HOUR, known, type ReportNeeds, rate, scopeOf } from './figures/sums.ts'

async function readFixed(needs: ReportNeeds, query: ReportQuery) {
  const is = (mark: 'firstTime' | 'reopened' | 'answered') => countIf(markIs(mark, needs.policy))
  return await figures(needs, { ...query, when: 'repaired', is: 'fixed' })
    .where('f.technician', 'is not', null)
    .select([
      'f.technician as technician',
      ALL.as('fixed'),
      is('firstTime').as('firstTime'),
      is('reopened').as('reopened'),
      is('answered').as('answered'),
      sql<number>`sum(case when f.handed_at is not null then coalesce(f.score, 0) else 0 end)`.as('score'),
      sql<number>`sum(coalesce(f.labour_min, 0))`.as('labour'),
      sql<number>`sum(coalesce(f.repair, 0))`.as('repair'),
      sql<number>`count(f.repair)`.as('restored'),
    ])
    .groupBy('f.technician')
    .execute()
}

/** What is open now, whenever it was opened; proposed to somebody counts like theirs, as it does for the next proposal. */
async function readOpen(needs: ReportNeeds, query: ReportQuery): Promise<Map<string, number>> {
  const rows = await needs.database.reader
    .selectFrom('ticket')
    .innerJoin('ticket_figure as f', 'f.ticket', 'ticket.id')
    .where(sql<boolean>`ticket.status not in ('closed', 'cancelled')`)
    .where('ticket.technician', 'is not', null)
    .$if(query.site !== undefined, q => q.where('f.site', '=', query.site ?? ''))
    .$if(query.class !== undefined, q => q.where('f.class', '=', query.class ?? ''))
    .$if(query.model !== undefined, q => q.where('f.model', '=', query.model ?? ''))
    .select(['ticket.technician as technician', ALL.as('open')])
    .groupBy('ticket.technician')
    .execute()
  return new Map(rows.map(row => [row.technician ?? '', Number(row.open)]))
}

type Fixed = Awaited<ReturnType<typeof readFixed>>[number]

function toRow(query: ReportQuery, technician: string, open: number, row: Fixed | undefined): TechnicianRow {
  const of = (key: Exclude<keyof Fixed, 'technician'>) => Number(row?.[key] ?? 0)
  const done = { ...query, when: 'repaired', technician } as const
  return {
    technician,
    open: { count: open, filter: { ...scopeOf(query), technician, open: true } },
    fixed: { count: of('fixed'), filter: { ...done, is: 'fixed' } },
    firstTime: { count: of('firstTime'), filter: { ...done, is: 'firstTime' } },
    reopened: { count: of('reopened'), filter: { ...done, is: 'reopened' } },
    labourHours: of('labour') / 60,
    answered: { count: of('answered'), filter: { ...done, is: 'fixedAnswered' } },
    ...known({
      meanRepairHours: rate(of('repair') / HOUR, of('restored')),
      meanScore: rate(of('score'), of('answered')),
    }),
  }
}

/** Load and quality of each technician: the tickets that are theirs now, and the repairs of the period. */
export async function techniciansReport(needs: ReportNeeds, query: ReportQuery): Promise<TechniciansReport> {
  const [fixed, open] = await Promise.all([readFixed(needs, query), readOpen(needs, query)])
  const names = new Set([...open.keys(), ...fixed.map(row => row.technician ?? '')])
  const technicians = [...names].map(name =>
    toRow(
      query,
      name,
      open.get(name) ?? 0,
      fixed.find(row => row.technician === name),
    ),
  )
  return {
    query,
    technicians: technicians.sort((a, b) => b.fixed.count - a.fixed.count || (a.technician < b.technician ? -1 : 1)),
  }
}
