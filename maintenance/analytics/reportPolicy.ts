import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import { ReportPolicy } from '#domain/reportPolicy.ts'
import { SHIPPED_REPORT_POLICY } from '#domain/shippedPolicies.ts'
import type { Workshop } from '../needs.ts'
import { createVersionedPolicy, type PolicyKind, policyInForce, type VersionedPolicy } from '../versionedPolicy.ts'

export type ReportPolicies = VersionedPolicy<ReportPolicy>

const rises = (days: readonly number[]): boolean => days.every((day, i) => i === 0 || day > (days[i - 1] ?? 0))

const KIND: PolicyKind<ReportPolicy> = {
  table: 'report_policy',
  schema: ReportPolicy,
  holds: ({ ageDays }) => rises(ageDays),
  complete: policy => ({ ...SHIPPED_REPORT_POLICY, ...policy }),
  shipped: SHIPPED_REPORT_POLICY,
}

/** The numbers that reports go by at this moment. */
export const readReportPolicy = async (db: Kysely<Tables>): Promise<ReportPolicy> =>
  (await policyInForce(db, KIND)).policy

export const createReportPolicies = (needs: Workshop): ReportPolicies => createVersionedPolicy(needs, KIND)
