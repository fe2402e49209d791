import { sql } from 'kysely'
import type { BacklogReport, ReportScope } from '#domain/reports.ts'
import type { TicketFilter } from '#domain/ticketFilter.ts'
import { findRule } from '../tickets/priority.ts'
import { known, type ReportNeeds } from './figures/sums.ts'

const DAY = 86_400_000

/** Every open ticket, of which there are few beside those that ended. */
async function readOpen({ database: { reader: db } }: ReportNeeds, { site, class: name, model }: ReportScope) {
  return await db
    .selectFrom('ticket')
    .innerJoin('ticket_figure as f', 'f.ticket', 'ticket.id')
    .leftJoin('plan_visit as v', 'v.ticket', 'ticket.id')
    .where(sql<boolean>`ticket.status not in ('closed', 'cancelled')`)
    .$if(site !== undefined, q => q.where('f.site', '=', site ?? ''))
    .$if(name !== undefined, q => q.where('f.class', '=', name ?? ''))
    .$if(model !== undefined, q => q.where('f.model', '=', model ?? ''))
    .select([
      'f.site as site',
      'f.class as class',
      'f.fault_code as code',
      'f.opened_at as openedAt',
      'f.missed as missed',
      'v.est_min as visitMin',
    ])
    .execute()
}

type Open = Awaited<ReturnType<typeof readOpen>>[number]

function ageBands(open: readonly Open[], now: number, ageDays: readonly number[], filter: TicketFilter) {
  const edges = [0, ...ageDays]
  return edges.map((fromDays, i) => {
    const toDays = edges[i + 1]
    const from = toDays === undefined ? 0 : now - toDays * DAY + 1
    const to = now - fromDays * DAY + 1
    const count = open.filter(({ openedAt }) => openedAt >= from && openedAt < to).length
    const band = { fromDays, ...(toDays !== undefined && { toDays }) }
    return { ...band, count, filter: { ...filter, when: 'opened' as const, from, to } }
  })
}

/** The hours that one technician crew would take: of a planned visit what its plans say, otherwise the estimate of the fault. */
function workHours({ catalogue, policy }: ReportNeeds, open: readonly Open[]): number {
  const minutes = ({ class: name, code, visitMin }: Open) =>
    visitMin ?? (code === null ? undefined : findRule(catalogue, name, code)?.rule.estRepairMin) ?? policy.estRepairMin
  return open.reduce((sum, ticket) => sum + minutes(ticket), 0) / 60
}

/** What is open now (catalogue KPI BACKLOG; EN 15341): number, age, hours, and weeks of the crew that is there. */
export async function backlogReport(needs: ReportNeeds, scope: ReportScope): Promise<BacklogReport> {
  const { policy, database } = needs
  const { site } = scope
  const at = needs.clock.now()
  const open = await readOpen(needs, scope)
  const people = await database.reader.selectFrom('technician').select('sites').where('active', '=', 1).execute()
  const crew = people.filter(({ sites }) => {
    const theirs: string[] = JSON.parse(sites)
    return site === undefined || theirs.length === 0 || theirs.includes(site)
  })
  const hours = workHours(needs, open)
  const filter: TicketFilter = { ...scope, open: true }
  const late = open.filter(({ missed }) => missed !== 0).length
  return {
    at,
    open: { count: open.length, filter },
    overdue: { count: late, filter: { ...filter, is: 'overdue' } },
    ages: ageBands(open, at, policy.ageDays, filter),
    hours,
    technicians: crew.length,
    ...known({ weeks: crew.length === 0 ? undefined : hours / (crew.length * policy.crewHoursPerWeek) }),
    bySite: [...Map.groupBy(open, ticket => ticket.site)]
      .map(([key, some]) => ({ key, count: some.length, filter: { ...filter, site: key } }))
      .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1)),
  }
}
