import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import { AlarmPolicy } from '#domain/alarmPolicy.ts'
import { SHIPPED_POLICY } from '#domain/shippedPolicies.ts'
import type { Workshop } from '../needs.ts'
import { createVersionedPolicy, type PolicyKind, policyInForce, type VersionedPolicy } from '../versionedPolicy.ts'

export type AlarmPolicies = VersionedPolicy<AlarmPolicy>

const KIND: PolicyKind<AlarmPolicy> = { table: 'alarm_policy', schema: AlarmPolicy, shipped: SHIPPED_POLICY }

/** The numbers that a decision in this transaction goes by. */
export const readPolicy = async (db: Kysely<Tables>): Promise<AlarmPolicy> => (await policyInForce(db, KIND)).policy

export const createAlarmPolicies = (needs: Workshop): AlarmPolicies => createVersionedPolicy(needs, KIND)
