import type { Kysely } from 'kysely'
import { Compile } from 'typebox/compile'
import type { Tables } from '#database/tables.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import { ReportPolicy, SHIPPED_REPORT_POLICY } from '#domain/reportPolicy.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'

/** The numbers in force, and who set them; version 0 is what the product comes with. */
interface ReportPolicyVersion {
  version: number
  policy: ReportPolicy
  at?: Millis
  by?: string
}

export interface ReportPolicies {
  get(): Promise<ReportPolicyVersion>
  /** @throws CodedError STALE_VERSION when `version` is not the one in force, BAD_REQUEST */
  change(policy: ReportPolicy, version: number, actor: Actor): Promise<ReportPolicyVersion>
}

const schema = Compile(ReportPolicy)

async function inForce(db: Kysely<Tables>): Promise<ReportPolicyVersion> {
  const row = await db.selectFrom('report_policy').selectAll().orderBy('version', 'desc').limit(1).executeTakeFirst()
  return row ? { ...row, policy: JSON.parse(row.policy) } : { version: 0, policy: SHIPPED_REPORT_POLICY }
}

export const readReportPolicy = async (db: Kysely<Tables>): Promise<ReportPolicy> => (await inForce(db)).policy

const rises = (days: readonly number[]): boolean => days.every((day, i) => i === 0 || day > (days[i - 1] ?? 0))

export function createReportPolicies({ database, clock }: Workshop): ReportPolicies {
  return {
    get: () => inForce(database.db),
    change: async (policy, version, actor) => {
      if (!schema.Check(policy) || !rises(policy.ageDays))
        throw new CodedError('BAD_REQUEST', { policy: 'not a report policy' })
      const row = { version: version + 1, policy: JSON.stringify(policy), at: clock.now(), by: actor.username }
      return await database.write(async trx => {
        const current = await inForce(trx)
        if (current.version !== version) throw new CodedError('STALE_VERSION', { version: current.version })
        await trx.insertInto('report_policy').values(row).execute()
        return { ...row, policy }
      })
    },
  }
}
