import { sql } from 'kysely'
import type { DemandsRow, PlansQuery } from '#domain/plansReport.ts'
import type { TicketFilter } from '#domain/ticketFilter.ts'
import { wilson } from '../precision/wilson.ts'
import { findRule } from '../tickets/priority.ts'
import { ALL, countIf, figures, known, type ReportNeeds } from './figures/sums.ts'

/** The fault that a failed demand of a class is. */
interface Demand {
  key: string
  class: string
}

const nameOf = ({ key, class: name }: Demand): string => `${name} ${key}`

/** What the plans test on demand, by their checklists as they are shipped. */
const shippedDemands = ({ catalogue }: ReportNeeds): Demand[] =>
  catalogue.plans.flatMap(plan =>
    plan.items.flatMap(({ demandOf: key, classes = plan.classes }) =>
      key === undefined
        ? []
        : classes.flatMap(name => (findRule(catalogue, name, key) === undefined ? [] : [{ key, class: name }])),
    ),
  )

/** Tests on demand that were answered in the period, by fault and class. */
async function sumTests({ database: { reader: db } }: ReportNeeds, { from, to, site, class: name, model }: PlansQuery) {
  return await db
    .selectFrom('plan_answer as a')
    .innerJoin('plan_visit as v', 'v.id', 'a.visit')
    .innerJoin('equipment as e', 'e.id', 'a.equipment')
    .select(['a.demand_of as key', 'e.class as class'])
    .select(eb => [
      eb.fn.countAll().as('tests'),
      sql<number>`sum(case when a.outcome = 'notOk' then 1 else 0 end)`.as('failed'),
      sql<number>`count(distinct a.visit)`.as('visits'),
    ])
    .where('a.demand_of', 'is not', null)
    .where('a.replaced_at', 'is', null)
    .where('a.outcome', 'in', ['ok', 'notOk'])
    .where('a.at', '>=', from)
    .where('a.at', '<', to)
    .$if(site !== undefined, q => q.where('v.site', '=', site ?? ''))
    .$if(name !== undefined, q => q.where('e.class', '=', name ?? ''))
    .$if(model !== undefined, q => q.where('e.model', '=', model ?? ''))
    .groupBy(['a.demand_of', 'e.class'])
    .execute()
}

/** Failures of a fault that began in the period, and how many of them a failed test found. */
async function sumFailures(needs: ReportNeeds, filter: TicketFilter): Promise<{ all: number; byTest: number }> {
  const found = sql<boolean>`exists (select 1 from plan_answer a where a.ticket = f.ticket and a.outcome = 'notOk'
    and a.demand_of = f.fault_code and a.replaced_at is null)`
  const row = await figures(needs, filter)
    .select([ALL.as('all'), countIf(found).as('byTest')])
    .executeTakeFirst()
  return { all: Number(row?.all ?? 0), byTest: Number(row?.byTest ?? 0) }
}

/**
 * Probability of failure on demand of standby equipment: failed demands by demands. Tests are counted whatever came of them;
 * of the real demands only those that failed are known, as failures that no test found, so that the figure errs to the high side.
 */
export async function demandsReport(needs: ReportNeeds, query: PlansQuery): Promise<DemandsRow[]> {
  const { from, to, site, class: only, model } = query
  const tests = await sumTests(needs, query)
  const told = tests.flatMap(({ key, class: name }) => (key === null ? [] : [{ key, class: name }]))
  const all = new Map([...shippedDemands(needs), ...told].map(demand => [nameOf(demand), demand]))
  const scope = { from, to, ...(site !== undefined && { site }) }
  const rows = [...all.values()]
    .filter(demand => (only ?? demand.class) === demand.class)
    .map(async (demand): Promise<DemandsRow> => {
      const done = tests.find(row => row.key === demand.key && row.class === demand.class)
      const failed = { ...scope, when: 'failed', is: 'failure', faultCode: demand.key, class: demand.class } as const
      const filter = { ...failed, ...(model !== undefined && { model }) }
      const failures = await sumFailures(needs, filter)
      const [count, failedTests] = [Number(done?.tests ?? 0), Number(done?.failed ?? 0)]
      const real = failures.all - failures.byTest
      const tested = { ...scope, when: 'tested', demandOf: demand.key, carries: demand.class } as const
      const visits = { ...tested, ...(model !== undefined && { carriesModel: model }) }
      return {
        ...demand,
        ...{ tests: count, failedTests, failed: failedTests + real },
        visits: { count: Number(done?.visits ?? 0), filter: visits },
        failures: { count: failures.all, filter },
        ...known({ probability: wilson(failedTests + real, count + real) }),
      }
    })
  const found = (await Promise.all(rows)).filter(row => row.tests > 0 || row.failures.count > 0)
  return found.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}
