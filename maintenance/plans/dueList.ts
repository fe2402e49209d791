import { type SqlBool, sql } from 'kysely'
import type { Page } from '#domain/page.ts'
import type { DueDay, DueQuery, DueState, PlanDue } from '#domain/planDues.ts'
import type { Plan } from '#domain/plans.ts'
import { dayAt } from '../clocks/localDay.ts'
import type { Workshop } from '../needs.ts'
import { cursorKey, pageSize, toPage } from '../paging.ts'
import { dueFilter } from './dueFilter.ts'
import type { DueLine } from './dueLines.ts'
import { freshenFor } from './keepDues.ts'
import { lastVisits } from './lastVisits.ts'
import { type OpenAt, openVisitsAt } from './openVisitsAt.ts'

type Plans = ReadonlyMap<string, Plan>

const keyOf = ({ due_day, site, plan, subject }: DueLine) => [due_day, site, plan, subject]

const stateAt = (today: string, { window_start, window_end }: DueLine): DueState =>
  today > window_end ? 'overdue' : today >= window_start ? 'due' : 'later'

async function readLines({ database: { db } }: Workshop, query: DueQuery, is: Awaited<ReturnType<typeof dueFilter>>) {
  const after = cursorKey(query.cursor, ['', '', '', ''])
  return await db
    .selectFrom('plan_due as d')
    .selectAll('d')
    .where(eb => eb.and(is))
    .$if(after !== undefined, q =>
      q.where(sql<SqlBool>`(d.due_day, d.site, d.plan, d.subject) > (${sql.join(after ?? [])})`),
    )
    .orderBy('d.due_day')
    .orderBy('d.site')
    .orderBy('d.plan')
    .orderBy('d.subject')
    .limit(pageSize(query) + 1)
    .execute()
}

interface Around {
  plans: Plans
  today: string
  open: OpenAt
  last: Awaited<ReturnType<typeof lastVisits>>
}

function toDue(line: DueLine, { plans, today, open, last }: Around): PlanDue {
  const plan = plans.get(line.plan)
  const visit = open(line)
  const before = last.get(`${line.first} ${line.plan}`)
  return {
    ...{ plan: line.plan, name: plan?.name ?? line.plan, name_zh: plan?.name_zh ?? line.plan, site: line.site },
    ...(line.subject !== '' && { equipment: line.subject }),
    ...{ pieces: line.pieces, dueDay: line.due_day, windowStart: line.window_start, windowEnd: line.window_end },
    state: stateAt(today, line),
    ...(visit && { visit }),
    ...(before && { last: before }),
  }
}

/** What is due when, the soonest first; nothing of equipment out of service. @throws CodedError BAD_REQUEST */
export async function listDues(needs: Workshop, query: DueQuery): Promise<Page<PlanDue>> {
  const plans = await freshenFor(needs, query)
  const lines = await readLines(needs, query, await dueFilter(needs, plans, query))
  const page = toPage(lines, pageSize(query), keyOf)
  const [open, last] = [await openVisitsAt(needs, plans, page.items), await lastVisits(needs, page.items)]
  const now = needs.clock.now()
  const today = (site: string) => dayAt(needs.timezone(site), now)
  return { ...page, items: page.items.map(line => toDue(line, { plans, today: today(line.site), open, last })) }
}

/** How many lines of the list each day has, and how many of them are overdue; days without any are left out. */
export async function countDues(needs: Workshop, query: DueQuery): Promise<DueDay[]> {
  const plans = await freshenFor(needs, query)
  const count = async (asked: DueQuery) => {
    const is = await dueFilter(needs, plans, asked)
    return await needs.database.db
      .selectFrom('plan_due as d')
      .select(['d.due_day as day', eb => eb.fn.countAll().as('n')])
      .where(eb => eb.and(is))
      .groupBy('d.due_day')
      .orderBy('d.due_day')
      .execute()
  }
  const [all, late] = [await count(query), await count({ ...query, state: 'overdue' })]
  const overdue = new Map(late.map(({ day, n }) => [day, Number(n)]))
  return all.map(({ day, n }) => ({ day, lines: Number(n), overdue: overdue.get(day) ?? 0 }))
}
