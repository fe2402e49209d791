import type { Kysely } from 'kysely'
import { logChanges } from '#database/changeLog.ts'
import type { Tables } from '#database/tables.ts'
import { ENDED } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { exclusively, keptFiles, removePhoto } from './photoFile.ts'
import { readIntakePolicy } from './policy.ts'

const DAY = 86_400_000

/** The photos of tickets that ended so long ago, and of what was reported about them. */
const endedBefore = (trx: Trx, before: Millis) =>
  trx.selectFrom('ticket').select('id').where('status', 'in', ENDED).where('closed_at', '<=', before)

/** Deletes the rows of photos whose time is over; a report tells since when its photos are gone. */
async function forgetRows(trx: Trx, before: Millis, now: Millis): Promise<void> {
  const reports = await trx
    .updateTable('report')
    .set({ photos_deleted_at: now })
    .where('ticket', 'in', endedBefore(trx, before))
    .where('id', 'in', trx.selectFrom('photo').select('owner'))
    .returning(['id', 'ticket'])
    .execute()
  const own = await trx
    .selectFrom('photo')
    .select('owner')
    .distinct()
    .where('owner', 'in', endedBefore(trx, before))
    .execute()
  const owners = [...reports.map(({ id }) => id), ...own.map(({ owner }) => owner)]
  if (owners.length === 0) return
  await trx.deleteFrom('photo').where('owner', 'in', owners).execute()
  const tickets = new Set([...reports.map(({ ticket }) => ticket), ...own.map(({ owner }) => owner)])
  await logChanges(trx, 'tickets', [...tickets], now)
}

async function isWanted(db: Kysely<Tables>, file: string): Promise<boolean> {
  return (await db.selectFrom('photo').select('number').where('file', '=', file).executeTakeFirst()) !== undefined
}

/**
 * Deletes photos whose time is over, then every file that no photo refers to: theirs, and what an upload left behind that
 * was refused or killed. A row goes before its file, so that nothing refers to a file that is gone.
 */
export async function forgetPhotos({ database, dataDir }: Workshop, now: Millis): Promise<void> {
  const { photoDays } = await readIntakePolicy(database.db)
  await database.write(trx => forgetRows(trx, now - photoDays * DAY, now))
  for await (const file of keptFiles(dataDir))
    await exclusively(async () => {
      if (!(await isWanted(database.db, file))) await removePhoto(dataDir, file)
    })
}
