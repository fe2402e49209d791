import { CodedError } from '#domain/errors.ts'
import type { Plan, PlanTerms } from '#domain/plans.ts'

/** A plan as it is seen by who may see some sites: on at those. Empty `own` means every site. */
export const planAsSeen = (plan: Plan, own: readonly string[]): Plan =>
  own.length === 0 ? plan : { ...plan, sites: plan.sites.filter(({ site }) => own.includes(site)) }

/**
 * The terms after a change. Who is limited to some sites only switches a plan on and off there; where else it is on stays.
 * @throws CodedError FORBIDDEN
 */
export function changedTerms(before: PlanTerms, change: Partial<PlanTerms>, own: readonly string[]): PlanTerms {
  const terms = { ...before, ...change }
  if (own.length === 0) return terms
  const { sites = before.sites.filter(({ site }) => own.includes(site)) } = change
  const elsewhere = before.sites.filter(({ site }) => !own.includes(site))
  const same = JSON.stringify({ ...terms, sites: [] }) === JSON.stringify({ ...before, sites: [] })
  if (!same || sites.some(({ site }) => !own.includes(site))) throw new CodedError('FORBIDDEN', { sites: own })
  return { ...terms, sites: [...elsewhere, ...sites] }
}
