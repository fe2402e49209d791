import type { Kysely } from 'kysely'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { Tables } from '#database/tables.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { PolicyVersion } from '#domain/policyVersion.ts'
import { repeatedCodes } from '#domain/repeatedCodes.ts'
import type { Workshop } from './needs.ts'

/** A policy that changes by new versions; each names the one that it was made from. */
export interface VersionedPolicy<P> {
  get(): Promise<PolicyVersion<P>>
  /** Newest first; the last is what the product comes with, unless more than a hundred came after it. */
  history(): Promise<PolicyVersion<P>[]>
  /** `note`: why. @throws CodedError STALE_VERSION when `version` is not the one in force, BAD_REQUEST */
  change(policy: P, version: number, actor: Actor, note?: string): Promise<PolicyVersion<P>>
}

/** Where a policy is kept, what it has to look like, and what the product comes with. */
export interface PolicyKind<P> {
  table: 'alarm_policy' | 'feedback_policy' | 'intake_policy' | 'report_policy'
  schema: TSchema
  /** What the schema cannot say. */
  holds?(policy: P): boolean
  /** Says what a version that was made before did not know of. */
  complete?(policy: P): P
  shipped: P
}

async function readVersions<P>(
  db: Kysely<Tables>,
  { table, complete = policy => policy }: PolicyKind<P>,
  limit: number,
): Promise<PolicyVersion<P>[]> {
  const rows = await db.selectFrom(table).selectAll().orderBy('version', 'desc').limit(limit).execute()
  return rows.map(({ note, ...row }) => ({
    ...row,
    ...(note !== null && { note }),
    policy: complete(JSON.parse(row.policy)),
  }))
}

/** The version that a decision in this transaction goes by. */
export const policyInForce = async <P>(db: Kysely<Tables>, kind: PolicyKind<P>): Promise<PolicyVersion<P>> =>
  (await readVersions(db, kind, 1))[0] ?? { version: 0, policy: kind.shipped }

/** @throws CodedError BAD_REQUEST when it is none of its kind, or two rows of a list have the same code. */
function refuse<P>(kind: PolicyKind<P>, policy: P): void {
  if (!Value.Check(kind.schema, policy) || kind.holds?.(policy) === false)
    throw new CodedError('BAD_REQUEST', { policy: 'not a policy of its kind' })
  const problems = repeatedCodes(policy, '/policy').map(path => ({ path, problem: 'twice' }))
  if (problems.length > 0) throw new CodedError('BAD_REQUEST', { problems })
}

export function createVersionedPolicy<P>({ database, clock }: Workshop, kind: PolicyKind<P>): VersionedPolicy<P> {
  return {
    get: () => policyInForce(database.db, kind),
    history: async () => {
      const versions = await readVersions<P>(database.db, kind, 100)
      return versions.length < 100 ? [...versions, { version: 0, policy: kind.shipped }] : versions
    },
    change: async (policy, version, actor, note) => {
      refuse(kind, policy)
      const row = { version: version + 1, policy: JSON.stringify(policy), at: clock.now(), by: actor.username }
      return await database.write(async trx => {
        const current = await policyInForce(trx, kind)
        if (current.version !== version) throw new CodedError('STALE_VERSION', { version: current.version })
        await trx
          .insertInto(kind.table)
          .values({ ...row, note: note ?? null })
          .execute()
        return { ...row, ...(note !== undefined && { note }), policy }
      })
    },
  }
}
