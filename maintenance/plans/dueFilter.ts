import { type SqlBool, sql } from 'kysely'
import type { DueQuery, DueState } from '#domain/planDues.ts'
import type { Plan } from '#domain/plans.ts'
import { dayAt } from '../clocks/localDay.ts'
import type { Workshop } from '../needs.ts'
import { sitesShown } from '../siteScope.ts'
import { among, either, goes, type Is, NOTHING, visitsSites } from './conditions.ts'
import { isPlanned } from './dues.ts'
import { namedBy } from './namedBy.ts'
import { sitesOn, withIncluded } from './planVersions.ts'

type Plans = ReadonlyMap<string, Plan>

/** Values as the rows of a table. */
const tuples = (keys: readonly (readonly string[])[]) =>
  sql`(values ${sql.join(keys.map(key => sql`(${sql.join(key)})`))})`

/** What a line has to be on the day that it is at its site. */
export function onItsDay(needs: Workshop, plans: Plans, is: (today: string) => Is): Is {
  const now = needs.clock.now()
  const days = [...Map.groupBy(sitesOn(plans), site => dayAt(needs.timezone(site), now))]
  if (days.length === 0) return NOTHING
  return either(
    days.map(([today, sites]) => (days.length === 1 ? is(today) : sql`(${is(today)} and ${among('d.site', sites)})`)),
  )
}

const STATE_IS: Record<DueState, (today: string) => Is> = {
  overdue: today => sql`d.window_end < ${today}`,
  due: today => sql`d.window_start <= ${today} and d.window_end >= ${today}`,
  later: today => sql`d.window_start > ${today}`,
}

/** The piece itself, or the visit of its site that carries it. */
function isAbout(needs: Workshop, plans: Plans, id: string): Is {
  const piece = needs.equipment(id)
  if (!piece || !isPlanned(piece)) return NOTHING
  const codes = [...plans.values()].filter(plan => plan.classes.includes(piece.class)).map(plan => plan.code)
  return sql`(d.site = ${piece.site} and ${among('d.plan', codes)} and d.subject in (${id}, '') and not exists
    (select 1 from out_of_service o where o.equipment = ${id} and o.code is null and o.ended_at is null))`
}

const isOfClass = (plans: Plans, kind: string): Is =>
  sql`(d.class = ${kind} or (d.class = '' and ${visitsSites('d.plan', plans, kind)}))`

/** The lines for which a visit is open to which somebody goes. */
async function isWith({ database: { db } }: Workshop, plans: Plans, technician: string): Promise<Is> {
  const visits = await db
    .selectFrom('plan_visit as v')
    .innerJoin('ticket as t', 't.id', 'v.ticket')
    .select(['v.site', 'v.plan', 'v.subject'])
    .where('v.done_at', 'is', null)
    .where('v.missed_at', 'is', null)
    .where(goes(technician))
    .execute()
  if (visits.length === 0) return NOTHING
  const own = visits.map(({ site, plan, subject }) => [site, plan, subject])
  const within = visits.flatMap(({ site, plan, subject }) =>
    withIncluded(plans, plan)
      .slice(1)
      .map(each => [site, each.code, subject]),
  )
  const key = sql`(d.site, d.plan, d.subject)`
  if (within.length === 0) return sql`${key} in ${tuples(own)}`
  return sql`(${key} in ${tuples(own)} or (${key} in ${tuples(within)} and not exists (select 1 from plan_visit o
    where o.site = d.site and o.plan = d.plan and o.subject = d.subject and o.done_at is null and o.missed_at is null)))`
}

function isNamed(needs: Workshop, plans: Plans, text: string): Is {
  const found = namedBy(needs, plans, text)
  return either([among('d.plan', found.plans), among('d.subject', found.equipment), among('d.site', found.sites)])
}

/** What a line of the list of what is due, `d`, has to be to be asked for. */
export async function dueFilter(needs: Workshop, plans: Plans, query: DueQuery): Promise<Is[]> {
  const { from, to, plan, equipment, state, class: kind, technician, text } = query
  const sites = sitesShown(query)
  return [
    ...(sites ? [among('d.site', sites)] : []),
    ...(from === undefined ? [] : [sql<SqlBool>`d.due_day >= ${from}`]),
    ...(to === undefined ? [] : [sql<SqlBool>`d.due_day <= ${to}`]),
    ...(plan === undefined ? [] : [sql<SqlBool>`d.plan = ${plan}`]),
    ...(equipment === undefined ? [] : [isAbout(needs, plans, equipment)]),
    ...(kind === undefined ? [] : [isOfClass(plans, kind)]),
    ...(state === undefined ? [] : [onItsDay(needs, plans, STATE_IS[state])]),
    ...(technician === undefined ? [] : [await isWith(needs, plans, technician)]),
    ...(text === undefined ? [] : [isNamed(needs, plans, text)]),
  ]
}
