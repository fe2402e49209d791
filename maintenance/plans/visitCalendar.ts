import { type SqlBool, sql } from 'kysely'
import type { Page } from '#domain/page.ts'
import {
  type PlannedVisit,
  VISIT_STATES,
  type VisitDay,
  type VisitQuery,
  type VisitState,
} from '#domain/plannedVisits.ts'
import type { Plan } from '#domain/plans.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import type { Workshop } from '../needs.ts'
import { cursorKey, pageSize, toPage } from '../paging.ts'
import { sitesShown } from '../siteScope.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { windowOf } from './checklist/visitView.ts'
import { among, either, goes, type Is, visitsSites } from './conditions.ts'
import { freshenFor } from './keepDues.ts'
import { namedBy } from './namedBy.ts'

type Plans = ReadonlyMap<string, Plan>

interface Row {
  day: string
  site: string
  plan: string
  subject: string
  ticket: string
  state: VisitState
  doneAt: number | null
  status: TicketStatus | null
  technician: string | null
  second: string | null
}

const isOfClass = (plans: Plans, kind: string): Is =>
  sql`(v.subject in (select id from equipment where class = ${kind})
    or (v.subject = '' and ${visitsSites('v.plan', plans, kind)}))`

/** What both kinds of rows, `v`, are narrowed by. */
function narrowed(needs: Workshop, plans: Plans, { from, to, plan, class: kind, text, ...query }: VisitQuery): Is {
  const sites = sitesShown(query)
  const named = text === undefined ? undefined : namedBy(needs, plans, text)
  const is: Is[] = [
    sql`v.due_day >= ${from} and v.due_day <= ${to}`,
    ...(sites ? [among('v.site', sites)] : []),
    ...(plan === undefined ? [] : [sql<SqlBool>`v.plan = ${plan}`]),
    ...(kind === undefined ? [] : [isOfClass(plans, kind)]),
    ...(named
      ? [either([among('v.plan', named.plans), among('v.subject', named.equipment), among('v.site', named.sites)])]
      : []),
  ]
  return sql`${sql.join(is, sql` and `)}`
}

/** Visits with a ticket, and those that are foreseen, as one table `x`. */
function visitsOf(needs: Workshop, plans: Plans, query: VisitQuery) {
  const is = narrowed(needs, plans, query)
  const { technician } = query
  const who = sql`case when t.technician_proposed = 0 then t.technician end`
  const mine = technician === undefined ? sql`1 = 1` : goes(technician)
  const state = sql`case when v.done_at is not null then 'done' when v.missed_at is not null then 'givenUp'
    when v.latest_at <= ${needs.clock.now()} then 'overdue' else 'due' end`
  const opened = sql`select v.due_day as day, v.site, v.plan, v.subject, v.ticket, ${state} as state, v.done_at as "doneAt",
    t.status, ${who} as technician, t.second
    from plan_visit v join ticket t on t.id = v.ticket where ${is} and ${mine}`
  const foreseen = sql`select v.due_day as day, v.site, v.plan, v.subject, '' as ticket, 'planned' as state,
    cast(null as bigint) as "doneAt", cast(null as text) as status, cast(null as text) as technician,
    cast(null as text) as second from plan_ahead v where ${is}`
  return technician === undefined ? sql`(${opened} union all ${foreseen})` : sql`(${opened})`
}

const keyOf = ({ day, site, plan, subject, ticket }: Row) => [day, site, plan, subject, ticket]

function toVisit(plans: Plans, { day, site, plan: code, subject, ticket, state, ...more }: Row): PlannedVisit {
  const plan = plans.get(code)
  return {
    ...{ plan: code, name: plan?.name ?? code, name_zh: plan?.name_zh ?? code, site, day, state },
    ...(subject !== '' && { equipment: subject }),
    windowEnd: windowOf(plan ?? { leadDays: 0, toleranceDays: 0 }, day).windowEnd,
    ...(ticket !== '' && { ticket }),
    ...withoutNulls({ ...more, doneAt: more.doneAt === null ? null : Number(more.doneAt) }),
  }
}

/** The visits that are due between two days, the soonest first. @throws CodedError BAD_REQUEST for a cursor of another list */
export async function listVisits(needs: Workshop, query: VisitQuery): Promise<Page<PlannedVisit>> {
  const plans = await freshenFor(needs, query)
  const after = cursorKey(query.cursor, ['', '', '', '', ''])
  const beyond = after && sql`and (day, site, plan, subject, ticket) > (${sql.join(after)})`
  const { rows } = await sql<Row>`select * from ${visitsOf(needs, plans, query)} as x
    where ${query.state === undefined ? sql`1 = 1` : sql`state = ${query.state}`} ${beyond ?? sql``}
    order by day, site, plan, subject, ticket limit ${pageSize(query) + 1}`.execute(needs.database.db)
  const page = toPage(rows, pageSize(query), keyOf)
  return { ...page, items: page.items.map(row => toVisit(plans, row)) }
}

/** How many visits each day has, by where they stand; days without any are left out. */
export async function countVisits(needs: Workshop, query: VisitQuery): Promise<VisitDay[]> {
  const plans = await freshenFor(needs, query)
  const { rows } = await sql<{ day: string; state: VisitState; n: number }>`select day, state, count(*) as n
    from ${visitsOf(needs, plans, query)} as x
    where ${query.state === undefined ? sql`1 = 1` : sql`state = ${query.state}`}
    group by day, state order by day`.execute(needs.database.db)
  return [...Map.groupBy(rows, row => row.day)].map(([day, some]) => {
    const of = (state: VisitState) => Number(some.find(row => row.state === state)?.n ?? 0)
    return { day, ...(Object.fromEntries(VISIT_STATES.map(state => [state, of(state)])) as Record<VisitState, number>) }
  })
}
