import { type RawBuilder, sql } from 'kysely'
import type { PlansQuery, PlansReport, PlansRow } from '#domain/plansReport.ts'
import type { TicketFilter } from '#domain/ticketFilter.ts'
import { passedUntil } from './calendar.ts'
import { demandsReport } from './demands.ts'
import { countIf, known, type ReportNeeds, rate } from './figures/sums.ts'
import { isCarried, VISIT_IS } from './figures/visitsWhere.ts'

type Dimension = 'site' | 'class' | 'plan'
type Key = 'due' | 'inTime' | 'late' | 'givenUp' | 'overdue' | 'lines' | 'answered'
type Sums = Record<Key, number> & { key: string }

/** How many of a visit's answers are of some outcomes. */
const answers = (outcomes: RawBuilder<unknown>) =>
  sql<number>`(select count(*) from plan_answer a where a.visit = v.id and a.replaced_at is null and a.outcome in (${outcomes}))`

const COLUMNS: Record<Key, RawBuilder<number>> = {
  due: sql`count(*)`,
  inTime: countIf(VISIT_IS.planInTime),
  late: countIf(VISIT_IS.planLate),
  givenUp: countIf(VISIT_IS.planGivenUp),
  overdue: countIf(VISIT_IS.planOverdue),
  lines: sql`sum(v.items - ${answers(sql`'na'`)})`,
  answered: sql`sum(${answers(sql`'ok', 'notOk'`)})`,
}
const KEYS = Object.keys(COLUMNS) as Key[]

const KEY_OF: Record<Dimension, RawBuilder<string>> = {
  site: sql`v.site`,
  class: sql`q.class`,
  plan: sql`v.plan`,
}

/** The classes of what each visit carries, each once. */
const CLASSES = sql<{ visit: string; class: string }>`(select distinct e.visit as visit, q.class as class
  from plan_visit_equipment e join equipment q on q.id = e.equipment)`

/** Sums over the visits whose window ended in the period, by one dimension. */
async function sumVisits(
  { database: { reader: db } }: ReportNeeds,
  { from, to, site, class: name, model, plan }: PlansQuery,
  dimension: Dimension,
): Promise<Sums[]> {
  const rows = await db
    .selectFrom('plan_visit as v')
    .$if(dimension === 'class', q => q.innerJoin(CLASSES.as('q'), 'q.visit', 'v.id') as never)
    .select([KEY_OF[dimension].as('key'), ...KEYS.map(key => COLUMNS[key].as(key))])
    .where('v.ticket', 'is not', null)
    .where('v.latest_at', '>=', from)
    .where('v.latest_at', '<', to)
    .$if(site !== undefined, q => q.where('v.site', '=', site ?? ''))
    .$if(plan !== undefined, q => q.where('v.plan', '=', plan ?? ''))
    .$if(name !== undefined, q => q.where(isCarried(sql`q.class = ${name}`)))
    .$if(model !== undefined, q => q.where(isCarried(sql`q.model = ${model}`)))
    .$if(dimension === 'class' && name !== undefined, q => q.where(sql<boolean>`q.class = ${name}`))
    .groupBy(KEY_OF[dimension])
    .execute()
  return rows.map(row => {
    const sums = KEYS.map(key => [key, Number((row as Record<string, unknown>)[key] ?? 0)])
    return { key: row.key, ...Object.fromEntries(sums) }
  })
}

const ofVisits = ({ from, to, site, class: carries, model: carriesModel, plan }: PlansQuery): TicketFilter => ({
  ...{ when: 'windowEnd' as const, from, to },
  ...(site !== undefined && { site }),
  ...(carries !== undefined && { carries }),
  ...(carriesModel !== undefined && { carriesModel }),
  ...(plan !== undefined && { plan }),
})

function toRow(rows: readonly Sums[], query: PlansQuery): PlansRow {
  const sum = (key: Key) => rows.reduce((all, row) => all + row[key], 0)
  const filter = ofVisits(query)
  const counted = <I extends NonNullable<TicketFilter['is']>>(key: Key, is: I) => ({
    count: sum(key),
    filter: { ...filter, is },
  })
  const [lines, answered] = [sum('lines'), sum('answered')]
  return {
    due: counted('due', 'planDue'),
    inTime: counted('inTime', 'planInTime'),
    late: counted('late', 'planLate'),
    givenUp: counted('givenUp', 'planGivenUp'),
    overdue: counted('overdue', 'planOverdue'),
    lines,
    answered,
    ...known({ compliance: rate(sum('inTime'), sum('due')), itemCompletion: rate(answered, lines) }),
  }
}

/** Compliance with plans of maintenance, and how standby equipment answers when it is wanted. */
export async function plansReport(needs: ReportNeeds, asked: PlansQuery): Promise<PlansReport> {
  const query = { ...asked, to: passedUntil(needs, asked) }
  const along = async (dimension: Dimension) => {
    const sums = await sumVisits(needs, query, dimension)
    const rows = sums.map(row => ({ key: row.key, ...toRow([row], { ...query, [dimension]: row.key }) }))
    return { sums, rows: rows.sort((a, b) => (a.key < b.key ? -1 : 1)) }
  }
  const [site, name, plan] = await Promise.all([along('site'), along('class'), along('plan')])
  const by = { site: site.rows, class: name.rows, plan: plan.rows }
  return { query: asked, ...toRow(site.sums, query), by, demands: await demandsReport(needs, query) }
}
