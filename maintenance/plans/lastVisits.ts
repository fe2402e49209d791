import { type SqlBool, sql } from 'kysely'
import type { PlanDue } from '#domain/planDues.ts'
import { dayAt } from '../clocks/localDay.ts'
import type { Workshop } from '../needs.ts'
import type { DueLine } from './dueLines.ts'

type Last = NonNullable<PlanDue['last']>

/** The last visits of the equipment for which these lines are due first, by it and the plan. */
export async function lastVisits(
  { database: { db }, timezone }: Workshop,
  lines: readonly Pick<DueLine, 'site' | 'first' | 'plan'>[],
): Promise<Map<string, Last>> {
  if (lines.length === 0) return new Map()
  const keys = lines.map(({ first, plan }) => sql`(${first}, ${plan})`)
  const rows = await db
    .selectFrom('plan_clock as c')
    .leftJoin('plan_visit as v', 'v.id', 'c.visit')
    .select(['c.equipment', 'c.plan', 'c.from_day as fromDay', 'v.ticket', 'v.done_at as doneAt', 'v.site'])
    .where('c.done', '=', 1)
    .where(sql<SqlBool>`(c.equipment, c.plan) in (values ${sql.join(keys)})`)
    .execute()
  return new Map(
    rows.map(({ equipment, plan, fromDay, ticket, doneAt, site }) => {
      const day = doneAt === null || site === null ? fromDay : dayAt(timezone(site), doneAt)
      return [`${equipment} ${plan}`, { day, stated: ticket === null, ...(ticket !== null && { ticket }) }]
    }),
  )
}
