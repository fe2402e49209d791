import type { Page } from '#domain/page.ts'
import type { DueQuery, DueState, PlanDue } from '#domain/planDues.ts'
import type { Plan } from '#domain/plans.ts'
import type { Workshop } from '../needs.ts'
import { cursorKey, pageSize, toPage } from '../paging.ts'
import { sitesShown } from '../siteScope.ts'
import { windowOf } from './checklist/visitView.ts'
import { type Due, type OpenVisit, readDues, type SiteDues } from './dues.ts'
import { withIncluded } from './planVersions.ts'

const keyOf = (due: PlanDue): [string, string, string, string] => [due.dueDay, due.site, due.plan, due.equipment ?? '']

const compare = (a: PlanDue, b: PlanDue): number => {
  const [x, y] = [keyOf(a).join('\n'), keyOf(b).join('\n')]
  return x < y ? -1 : x > y ? 1 : 0
}

const stateAt = (today: string, { windowStart, windowEnd }: Pick<PlanDue, 'windowStart' | 'windowEnd'>): DueState =>
  today > windowEnd ? 'overdue' : today >= windowStart ? 'due' : 'later'

/** The open visit that does this plan at a subject: its own, or a longer one's that includes it. */
function openFor({ plans, open }: SiteDues, { code }: Plan, subject: string): OpenVisit | undefined {
  const there = open.filter(visit => visit.subject === subject)
  return (
    there.find(visit => visit.plan === code) ??
    there.find(visit => withIncluded(plans, visit.plan).some(plan => plan.code === code))
  )
}

/** One line: the plan at a subject is due when it is for the first of its equipment. */
function toDue(at: SiteDues, plan: Plan, subject: string, some: readonly Due[]): PlanDue {
  const [first] = some.toSorted((a, b) => (a.dueDay < b.dueDay ? -1 : 1)) as [Due, ...Due[]]
  const window = windowOf(plan, first.dueDay)
  const visit = openFor(at, plan, subject)
  return {
    plan: plan.code,
    ...{ name: plan.name, name_zh: plan.name_zh, site: at.site },
    ...(subject !== '' && { equipment: subject }),
    pieces: some.length,
    dueDay: first.dueDay,
    ...window,
    state: stateAt(at.today, window),
    ...(visit && { visit: { ticket: visit.ticket, plan: visit.plan, dueDay: visit.dueDay } }),
    ...(first.last && { last: first.last }),
  }
}

function siteDues(at: SiteDues, { equipment, plan: wanted }: DueQuery): PlanDue[] {
  const inService = at.dues.filter(due => !at.out.has(due.equipment) && (wanted ?? due.plan) === due.plan)
  return [...Map.groupBy(inService, due => due.plan)].flatMap(([code, some]) => {
    const plan = at.plans.get(code)
    if (!plan) return []
    const bySubject = Map.groupBy(some, due => (plan.per === 'site' ? '' : due.equipment))
    return [...bySubject]
      .filter(([, carried]) => equipment === undefined || carried.some(due => due.equipment === equipment))
      .map(([subject, carried]) => toDue(at, plan, subject, carried))
  })
}

/** What is due when, the soonest first; nothing of equipment out of service. @throws CodedError BAD_REQUEST */
export async function listDues(needs: Workshop, query: DueQuery): Promise<Page<PlanDue>> {
  const { from = '', to = '9999-12-31', state } = query
  const shown = sitesShown(query)
  const after = cursorKey(query.cursor, ['', '', '', ''])?.join('\n')
  const sites = await readDues(needs, needs.database.db, needs.clock.now(), site => shown?.includes(site) ?? true)
  const found = sites
    .flatMap(at => siteDues(at, query))
    .filter(due => due.dueDay >= from && due.dueDay <= to && (state ?? due.state) === due.state)
    .filter(due => after === undefined || keyOf(due).join('\n') > after)
    .sort(compare)
  return toPage(found, pageSize(query), keyOf)
}
