import { type SqlBool, sql } from 'kysely'
import type { PlanDue } from '#domain/planDues.ts'
import type { Plan } from '#domain/plans.ts'
import type { Workshop } from '../needs.ts'
import type { DueLine } from './dueLines.ts'
import { withIncluded } from './planVersions.ts'

type Place = Pick<DueLine, 'site' | 'subject'>

/** The open visit that does a plan at a subject: its own, or a longer one's that includes it. */
export type OpenAt = (line: Place & Pick<DueLine, 'plan'>) => PlanDue['visit']

/** The visits that are open at these subjects. */
export async function openVisitsAt(
  { database: { db } }: Workshop,
  plans: ReadonlyMap<string, Plan>,
  places: readonly Place[],
): Promise<OpenAt> {
  if (places.length === 0) return () => undefined
  const keys = [
    ...new Map(places.map(({ site, subject }) => [`${site} ${subject}`, sql`(${site}, ${subject})`])).values(),
  ]
  const rows = await db
    .selectFrom('plan_visit as v')
    .select(['v.site', 'v.subject', 'v.plan', 'v.due_day as dueDay', 'v.ticket'])
    .where('v.done_at', 'is', null)
    .where('v.missed_at', 'is', null)
    .where(sql<SqlBool>`(v.site, v.subject) in (values ${sql.join(keys)})`)
    .orderBy('v.due_day')
    .orderBy('v.plan')
    .execute()
  const at = Map.groupBy(rows, ({ site, subject }) => `${site} ${subject}`)
  const does = (visit: string, plan: string) => withIncluded(plans, visit).some(each => each.code === plan)
  return ({ site, subject, plan: code }) => {
    const there = at.get(`${site} ${subject}`) ?? []
    const found = there.find(visit => visit.plan === code) ?? there.find(visit => does(visit.plan, code))
    return found && { ticket: found.ticket ?? '', plan: found.plan, dueDay: found.dueDay }
  }
}
