import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import { IntakePolicy } from '#domain/intake.ts'
import { SHIPPED_INTAKE } from '#domain/shippedPolicies.ts'
import type { Workshop } from '../needs.ts'
import { createVersionedPolicy, type PolicyKind, policyInForce, type VersionedPolicy } from '../versionedPolicy.ts'

/** What an older version does not say yet is as shipped. */
const complete = (policy: IntakePolicy): IntakePolicy => ({
  ...SHIPPED_INTAKE,
  ...policy,
  rates: { ...SHIPPED_INTAKE.rates, ...policy.rates },
})

const KIND: PolicyKind<IntakePolicy> = {
  table: 'intake_policy',
  schema: IntakePolicy,
  shipped: SHIPPED_INTAKE,
  complete,
}

/** How reports are taken in at this moment. */
export const readIntakePolicy = async (db: Kysely<Tables>): Promise<IntakePolicy> =>
  (await policyInForce(db, KIND)).policy

export const createIntakePolicies = (needs: Workshop): VersionedPolicy<IntakePolicy> =>
  createVersionedPolicy(needs, KIND)
