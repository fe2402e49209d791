import type { Kysely, Transaction } from 'kysely'
import type { ChangeRow, Channel } from '#domain/changes.ts'
import type { Tables } from './tables.ts'

/** How many changes are kept for clients that come back; an older client gets a snapshot. */
const CHANGES_KEPT = 20_000

/** Counts a named counter up by `by` and returns its new value. The row lock makes numbers gapless and in commit order. */
export async function nextNumber(trx: Transaction<Tables>, name: string, by = 1): Promise<number> {
  const row = await trx
    .insertInto('counter')
    .values({ name, value: by })
    .onConflict(c => c.column('name').doUpdateSet(eb => ({ value: eb('counter.value', '+', by) })))
    .returning('value')
    .executeTakeFirstOrThrow()
  return row.value
}

/** Writes changes into the log inside the transaction that made them. */
export async function logChanges(
  trx: Transaction<Tables>,
  channel: Channel,
  items: readonly string[],
  at: number,
  op: 'upsert' | 'remove' = 'upsert',
): Promise<void> {
  if (items.length === 0) return
  const last = await nextNumber(trx, 'change', items.length)
  const first = last - items.length + 1
  await trx
    .insertInto('change_log')
    .values(items.map((item, index) => ({ seq: first + index, channel, item, op, at })))
    .execute()
}

/** The changes after `since`, oldest first; undefined when the log no longer reaches back that far. */
export async function changesSince(
  db: Kysely<Tables>,
  since: number,
  limit: number,
  channel?: Channel,
): Promise<ChangeRow[] | undefined> {
  const oldest = await db
    .selectFrom('change_log')
    .select(eb => eb.fn.min('seq').as('seq'))
    .executeTakeFirst()
  if (oldest?.seq != null && Number(oldest.seq) > since + 1) return undefined
  let query = db.selectFrom('change_log').select(['seq', 'channel', 'item', 'op']).where('seq', '>', since)
  if (channel) query = query.where('channel', '=', channel)
  return query.orderBy('seq').limit(limit).execute()
}

/** The number of the newest change; 0 before the first. */
export async function lastChange(db: Kysely<Tables>, channel?: Channel): Promise<number> {
  let query = db.selectFrom('change_log').select(eb => eb.fn.max('seq').as('seq'))
  if (channel) query = query.where('channel', '=', channel)
  return Number((await query.executeTakeFirst())?.seq ?? 0)
}

/** Forgets changes beyond the newest {@link CHANGES_KEPT}. */
export async function trimChanges(db: Kysely<Tables>, keep = CHANGES_KEPT): Promise<void> {
  await db
    .deleteFrom('change_log')
    .where('seq', '<=', (await lastChange(db)) - keep)
    .execute()
}
