import type { Diagnosis } from './ticketActs.ts'

/** A plan's cost, and above how much the owner has to sign it first; both CNY. */
export interface ConsentAsked {
  cost: number
  aboveCny: number
}

/** Whether a plan costs the owner so much that the owner has to sign it before the repair; the warranty costs nothing (P13). */
export function consentAsked(
  plan: Pick<Diagnosis, 'estimatedCost' | 'underWarranty'> | undefined,
  aboveCny: number,
): ConsentAsked | undefined {
  const cost = plan?.underWarranty === true ? 0 : (plan?.estimatedCost ?? 0)
  return cost > aboveCny ? { cost, aboveCny } : undefined
}
