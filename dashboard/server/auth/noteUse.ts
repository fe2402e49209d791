import type { Database } from '#database/database.ts'
import type { Millis } from '#domain/time.ts'

const NOTED_EVERY_MS = 60_000

/** Notes when a secret of a program was used last, by the minute. */
export async function noteUse(
  { write }: Pick<Database, 'write'>,
  table: 'api_token' | 'calendar_link',
  { token_hash, last_used_at }: { token_hash: string; last_used_at: Millis | null },
  now: Millis,
): Promise<void> {
  if (last_used_at !== null && last_used_at > now - NOTED_EVERY_MS) return
  await write(trx => trx.updateTable(table).set({ last_used_at: now }).where('token_hash', '=', token_hash).execute())
}
