import { type SqlBool, sql } from 'kysely'
import type { Plan } from '#domain/plans.ts'
import { dayAt } from '../clocks/localDay.ts'
import type { Workshop } from '../needs.ts'
import { onItsDay } from './dueFilter.ts'
import { withIncluded } from './planVersions.ts'

type Plans = ReadonlyMap<string, Plan>

/** The longer plan and each that it includes. */
const inclusions = (plans: Plans): string[][] =>
  [...plans.values()].flatMap(plan =>
    withIncluded(plans, plan.code)
      .slice(1)
      .map(included => [plan.code, included.code]),
  )

/** Sites at which something is due within its lead time, for which no visit is open that resets its clock in time. */
async function lacking(needs: Workshop, plans: Plans): Promise<string[]> {
  const pairs = inclusions(plans).map(([long, short]) => sql`(${long}, ${short})`)
  const within =
    pairs.length === 0 ? sql`1 = 0` : sql`v.due_day <= d.due_day and (v.plan, d.plan) in (values ${sql.join(pairs)})`
  const covered = sql`exists (select 1 from plan_visit v where v.site = d.site and v.subject = d.subject
    and v.done_at is null and v.missed_at is null and (v.plan = d.plan or (${within})))`
  const rows = await needs.database.db
    .selectFrom('plan_due as d')
    .select('d.site')
    .distinct()
    .where(onItsDay(needs, plans, today => sql`d.window_start <= ${today}`))
    .where(sql<SqlBool>`not ${covered}`)
    .execute()
  return rows.map(row => row.site)
}

/** Where the day begins first: no site is further ahead. */
const FIRST_ZONE = 'Pacific/Kiritimati'

/** Sites with an open visit of a plan with fixed days whose day is over, so that the next may have come. */
async function withFixedDays({ database: { db }, clock }: Workshop, plans: Plans): Promise<string[]> {
  const codes = [...plans.values()].filter(plan => plan.interval.kind === 'calendar').map(plan => plan.code)
  if (codes.length === 0) return []
  const open = db
    .selectFrom('plan_visit')
    .select('site')
    .distinct()
    .where('plan', 'in', codes)
    .where('due_day', '<', dayAt(FIRST_ZONE, clock.now()))
  const rows = await open.where('done_at', 'is', null).where('missed_at', 'is', null).execute()
  return rows.map(row => row.site)
}

/** The sites at which a visit is to be opened or given up, by the list of what is due; the others need no look. */
export async function sitesToVisit(needs: Workshop, plans: Plans): Promise<Set<string>> {
  return new Set([...(await lacking(needs, plans)), ...(await withFixedDays(needs, plans))])
}
