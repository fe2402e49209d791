import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import { FeedbackPolicy } from '#domain/feedbackPolicy.ts'
import { SHIPPED_FEEDBACK } from '#domain/shippedPolicies.ts'
import type { Workshop } from '../needs.ts'
import { createVersionedPolicy, type PolicyKind, policyInForce, type VersionedPolicy } from '../versionedPolicy.ts'

const KIND: PolicyKind<FeedbackPolicy> = { table: 'feedback_policy', schema: FeedbackPolicy, shipped: SHIPPED_FEEDBACK }

/** How customers are asked and heard at this moment. */
export const readFeedbackPolicy = async (db: Kysely<Tables>): Promise<FeedbackPolicy> =>
  (await policyInForce(db, KIND)).policy

export const createFeedbackPolicies = (needs: Workshop): VersionedPolicy<FeedbackPolicy> =>
  createVersionedPolicy(needs, KIND)
