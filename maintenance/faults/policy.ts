import type { Kysely } from 'kysely'
import { Compile } from 'typebox/compile'
import type { Tables } from '#database/tables.ts'
import { AlarmPolicy, SHIPPED_POLICY } from '#domain/alarmPolicy.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'

/** The numbers in force, and who set them; version 0 is what the product comes with. */
export interface PolicyVersion {
  version: number
  policy: AlarmPolicy
  at?: Millis
  by?: string
}

export interface AlarmPolicies {
  get(): Promise<PolicyVersion>
  /** Newest first, without what the product comes with. */
  history(): Promise<PolicyVersion[]>
  /** @throws CodedError STALE_VERSION when `version` is not the one in force, BAD_REQUEST */
  change(policy: AlarmPolicy, version: number, actor: Actor): Promise<PolicyVersion>
}

const schema = Compile(AlarmPolicy)

async function readVersions(db: Kysely<Tables>, limit: number): Promise<PolicyVersion[]> {
  const rows = await db.selectFrom('alarm_policy').selectAll().orderBy('version', 'desc').limit(limit).execute()
  return rows.map(row => ({ ...row, policy: JSON.parse(row.policy) }))
}

const inForce = async (db: Kysely<Tables>): Promise<PolicyVersion> =>
  (await readVersions(db, 1))[0] ?? { version: 0, policy: SHIPPED_POLICY }

/** The numbers that a decision in this transaction goes by. */
export const readPolicy = async (db: Kysely<Tables>): Promise<AlarmPolicy> => (await inForce(db)).policy

export function createAlarmPolicies({ database, clock }: Workshop): AlarmPolicies {
  return {
    get: () => inForce(database.db),
    history: () => readVersions(database.db, 100),
    change: async (policy, version, actor) => {
      if (!schema.Check(policy)) throw new CodedError('BAD_REQUEST', { policy: 'not an alarm policy' })
      const row = { version: version + 1, policy: JSON.stringify(policy), at: clock.now(), by: actor.username }
      return await database.write(async trx => {
        const current = await inForce(trx)
        if (current.version !== version) throw new CodedError('STALE_VERSION', { version: current.version })
        await trx.insertInto('alarm_policy').values(row).execute()
        return { ...row, policy }
      })
    },
  }
}
