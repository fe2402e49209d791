import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { FigureMark, TicketFilter } from '#domain/ticketFilter.ts'

type Condition = RawBuilder<SqlBool>

/** Whether the ticket of the figures `f` is that of a visit `v` of which a condition holds. */
export const hasVisit = (condition: RawBuilder<unknown>): Condition =>
  sql`exists (select 1 from plan_visit v where v.ticket = f.ticket and ${condition})`

/** Whether a test on demand was answered at the visit `v`, of which a condition on the answer `a` holds. */
export const wasTested = (condition: RawBuilder<unknown>): Condition =>
  sql`exists (select 1 from plan_answer a where a.visit = v.id and a.replaced_at is null and a.demand_of is not null
    and a.outcome <> 'na' and ${condition})`

/** What became of visits; a report on plans sums them by the same conditions. */
export const VISIT_IS = {
  planDue: sql<SqlBool>`true`,
  planInTime: sql<SqlBool>`v.done_at < v.latest_at`,
  planLate: sql<SqlBool>`v.done_at >= v.latest_at`,
  planGivenUp: sql<SqlBool>`v.missed_at is not null`,
  planOverdue: sql<SqlBool>`(v.done_at is null and v.missed_at is null)`,
} satisfies Partial<Record<FigureMark, Condition>>

type VisitMark = keyof typeof VISIT_IS

export const VISIT_MARKS = Object.fromEntries(
  Object.entries(VISIT_IS).map(([mark, condition]) => [mark, hasVisit(condition)]),
) as Record<VisitMark, Condition>

/** Whether the visit `v` carries a piece of equipment `q` of which a condition holds. */
export const isCarried = (condition: RawBuilder<unknown>): Condition =>
  sql`exists (select 1 from plan_visit_equipment e join equipment q on q.id = e.equipment where e.visit = v.id and ${condition})`

/** The conditions that a filter puts on visits. */
export function visitsWhere({ plan, carries, carriesModel, demandOf }: TicketFilter): Condition[] {
  return [
    ...(plan === undefined ? [] : [hasVisit(sql`v.plan = ${plan}`)]),
    ...(carries === undefined ? [] : [hasVisit(isCarried(sql`q.class = ${carries}`))]),
    ...(carriesModel === undefined ? [] : [hasVisit(isCarried(sql`q.model = ${carriesModel}`))]),
    ...(demandOf === undefined ? [] : [hasVisit(wasTested(sql`a.demand_of = ${demandOf}`))]),
  ]
}
