import { CodedError } from '#domain/errors.ts'
import type { Plan, PlanTerms } from '#domain/plans.ts'

const onlyAt = (plan: Plan, own: readonly string[]): Plan => ({
  ...plan,
  sites: plan.sites.filter(({ site }) => own.includes(site)),
})

/**
 * A plan as it is seen by who may see some sites: on at those, without who made the version and why, which may be about
 * another. Empty `own` means every site.
 */
export function planAsSeen(plan: Plan, own: readonly string[]): Plan {
  if (own.length === 0) return plan
  const { by: _, reason: __, ...seen } = onlyAt(plan, own)
  return seen
}

export const termsOf = (plan: Plan): PlanTerms => {
  const { code: _, version: __, shipped: ___, at: ____, by: _____, reason: ______, ...terms } = plan
  return terms
}

/** A plan's versions, newest first, without those in which nothing changed for who sees these sites. */
export function historyAsSeen(versions: readonly Plan[], own: readonly string[]): Plan[] {
  if (own.length === 0) return [...versions]
  const seen = versions.map(plan => onlyAt(plan, own))
  const terms = seen.map(plan => JSON.stringify(termsOf(plan)))
  return seen.filter((_, i) => terms[i] !== terms[i + 1])
}

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
