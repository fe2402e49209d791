import type { Kysely, Selectable } from 'kysely'
import type { Database } from '#database/database.ts'
import type { Tables } from '#database/tables.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { CodedError } from '#domain/errors.ts'
import { RULE_LIMITS } from '#domain/rules.ts'
import type { Millis } from '#domain/time.ts'

/** A version as it is kept; without a rule the catalogue's own is in force. */
export interface KeptVersion {
  code: string
  class: string
  version: number
  hash: string
  at: Millis
  by: string
  reason: string
  rule: FaultRule | null
}

const toVersion = ({ rule, ...row }: Selectable<Tables['rule_version']>): KeptVersion => ({
  ...row,
  rule: rule === null ? null : JSON.parse(rule),
})

/** The newest version of every rule that a person made or changed. */
export async function newestVersions(db: Kysely<Tables>): Promise<KeptVersion[]> {
  const newest = db
    .selectFrom('rule_version')
    .select(eb => ['code as newest_code', eb.fn.max('version').as('newest')])
    .groupBy('code')
  const rows = await db
    .selectFrom('rule_version')
    .innerJoin(newest.as('n'), join =>
      join.onRef('n.newest_code', '=', 'rule_version.code').onRef('n.newest', '=', 'rule_version.version'),
    )
    .selectAll('rule_version')
    .orderBy('rule_version.code')
    .execute()
  return rows.map(toVersion)
}

/** Every version of one rule, newest first. */
export async function versionsOf(db: Kysely<Tables>, code: string): Promise<KeptVersion[]> {
  const rows = await db
    .selectFrom('rule_version')
    .selectAll()
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .execute()
  return rows.map(toVersion)
}

/**
 * Keeps a version; the primary key refuses what somebody else kept in the meantime.
 * @throws CodedError ALREADY_EXISTS for a first version, STALE_VERSION for a later one, TOO_MANY_RULES
 */
export async function keepVersion(database: Database, kept: KeptVersion): Promise<void> {
  await database.write(async trx => {
    if (kept.version === 1) {
      const { n } = await trx
        .selectFrom('rule_version')
        .select(eb => eb.fn.count<number>('code').distinct().as('n'))
        .executeTakeFirstOrThrow()
      if (Number(n) >= RULE_LIMITS.ownRules) throw new CodedError('TOO_MANY_RULES', { limit: RULE_LIMITS.ownRules })
    }
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('rule_version')
      .values({ ...kept, rule: kept.rule && JSON.stringify(kept.rule) })
      .onConflict(c => c.doNothing())
      .executeTakeFirst()
    if (numInsertedOrUpdatedRows !== 1n)
      throw new CodedError(kept.version === 1 ? 'ALREADY_EXISTS' : 'STALE_VERSION', { code: kept.code })
  })
}
