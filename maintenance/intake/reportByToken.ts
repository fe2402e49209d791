import type { Kysely, Selectable } from 'kysely'
import { hashToken, isMadeSecret } from '#database/secrets.ts'
import type { Tables } from '#database/tables.ts'

export type ReportRow = Selectable<Tables['report']>

/** The report that a token opens. */
export async function reportByToken(db: Kysely<Tables>, token: string): Promise<ReportRow | undefined> {
  if (!isMadeSecret(token)) return undefined
  return await db.selectFrom('report').selectAll().where('token_hash', '=', hashToken(token)).executeTakeFirst()
}
