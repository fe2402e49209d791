import type { Kysely, Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { Catalogue } from '#domain/catalogue.ts'
import type { Plan } from '#domain/plans.ts'
import { planInVersion } from '../planVersions.ts'

type Reader = Pick<Kysely<Tables>, 'selectFrom'>
export type VisitRow = Selectable<Tables['plan_visit']>

/** The plans of a visit as they were when it was opened: its own first, then those that it includes. */
export async function visitPlans(db: Reader, catalogue: Catalogue, { plan, versions }: VisitRow): Promise<Plan[]> {
  const known: Record<string, number> = JSON.parse(versions)
  const codes = [plan, ...Object.keys(known).filter(code => code !== plan)]
  const found = await Promise.all(codes.map(code => planInVersion(db, catalogue, code, known[code] ?? 0)))
  return found.filter(each => each !== undefined)
}
