import type { Kysely, Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { Catalogue } from '#domain/catalogue.ts'
import type { Plan } from '#domain/plans.ts'

type Reader = Pick<Kysely<Tables>, 'selectFrom'>

const toPlan =
  ({ plans }: Catalogue) =>
  ({ code, terms, reason, ...row }: Selectable<Tables['plan_version']>): Plan => ({
    ...row,
    code,
    ...(reason !== null && { reason }),
    shipped: plans.some(plan => plan.code === code),
    ...JSON.parse(terms),
  })

/** A plan as the product ships it: on nowhere. */
export function shippedPlan({ plans }: Catalogue, code: string): Plan | undefined {
  const found = plans.find(plan => plan.code === code)
  return found && { ...found, sites: [], version: 0, shipped: true }
}

/** A plan as it was in a version; undefined when it was never in it. */
export async function planInVersion(
  db: Reader,
  catalogue: Catalogue,
  code: string,
  version: number,
): Promise<Plan | undefined> {
  if (version === 0) return shippedPlan(catalogue, code)
  const row = await db
    .selectFrom('plan_version')
    .selectAll()
    .where('code', '=', code)
    .where('version', '=', version)
    .executeTakeFirst()
  return row && toPlan(catalogue)(row)
}

/** The versions that people made of a plan, newest first. */
export async function planVersions(db: Reader, catalogue: Catalogue, code: string, limit: number): Promise<Plan[]> {
  const rows = await db
    .selectFrom('plan_version')
    .selectAll()
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toPlan(catalogue))
}

/** Every plan in force, by code: as a person last changed it, otherwise as shipped. */
export async function plansInForce(db: Reader, catalogue: Catalogue): Promise<Map<string, Plan>> {
  const rows = await db
    .selectFrom('plan_version')
    .selectAll()
    .where(eb =>
      eb(
        'version',
        '=',
        eb
          .selectFrom('plan_version as later')
          .select(e => e.fn.max('later.version').as('last'))
          .whereRef('later.code', '=', 'plan_version.code'),
      ),
    )
    .execute()
  const shipped = catalogue.plans.map((plan): Plan => ({ ...plan, sites: [], version: 0, shipped: true }))
  const all = [...shipped, ...rows.map(toPlan(catalogue))]
  return new Map(all.sort((a, b) => (a.code < b.code ? -1 : 1)).map(plan => [plan.code, plan]))
}

/** The sites at which a plan is on. */
export const sitesOn = (plans: ReadonlyMap<string, Plan>): Set<string> =>
  new Set([...plans.values()].flatMap(plan => plan.sites.map(({ site }) => site)))

/** The plans whose items a visit takes along: itself first, then those included, each once, whatever the way to it. */
export function withIncluded(plans: ReadonlyMap<string, Plan>, code: string): Plan[] {
  const found = new Map<string, Plan>()
  const take = (each: string) => {
    const plan = plans.get(each)
    if (!plan || found.has(each)) return
    found.set(each, plan)
    for (const included of plan.includes) take(included)
  }
  take(code)
  return [...found.values()]
}
