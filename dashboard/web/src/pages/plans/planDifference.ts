import type { PlanTerms } from '#domain/plans.ts'
import { sameValue } from '../../versions/sameValue.ts'

export type PlanField = keyof PlanTerms

const FIELDS: Record<PlanField, true> = {
  ...{ name: true, name_zh: true, interval: true, leadDays: true, toleranceDays: true, per: true, basis: true },
  ...{ skill: true, estMin: true, classes: true, includes: true, items: true, parts: true, sites: true },
}

const PLAN_FIELDS = Object.keys(FIELDS) as PlanField[]

/** The fields in which two versions of a plan differ. */
export const planDifference = (before: PlanTerms, after: PlanTerms): PlanField[] =>
  PLAN_FIELDS.filter(field => !sameValue(before[field], after[field]))

/** What a version says but for where it is on. */
export const termsBesideSites = (plan: PlanTerms): Partial<PlanTerms> =>
  Object.fromEntries(PLAN_FIELDS.filter(field => field !== 'sites').map(field => [field, plan[field]]))

/** What of a list the other does not have just so: of two checklists, the lines that changed. */
export const onlyIn = <T>(list: readonly T[], other: readonly T[]): T[] =>
  list.filter(each => !other.some(one => sameValue(each, one)))

/** Of two lists that hold the same in another order, what stands elsewhere: from the first that does to the last. */
export function movedIn<T>(list: readonly T[], other: readonly T[]): T[] {
  if (onlyIn(list, other).length > 0 || onlyIn(other, list).length > 0) return []
  const differs = (each: T, i: number) => !sameValue(each, other[i])
  return list.slice(Math.max(0, list.findIndex(differs)), list.findLastIndex(differs) + 1)
}
