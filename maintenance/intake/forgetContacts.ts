import { logChanges } from '#database/changeLog.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { readIntakePolicy } from './policy.ts'

const DAY = 86_400_000

/** Deletes whose time is over, and ends their links; the report stays, without anybody's name. */
export async function forgetContacts({ database }: Workshop, now: Millis): Promise<void> {
  const { contactDays } = await readIntakePolicy(database.db)
  await database.write(async trx => {
    const forgotten = await trx
      .updateTable('report')
      .set({ contact_name: null, contact_phone: null, contact_email: null, token_hash: null, forgotten_at: now })
      .where('token_hash', 'is not', null)
      .where('ticket', 'in', eb =>
        eb
          .selectFrom('ticket')
          .select('ticket.id')
          .where('ticket.status', 'in', ['closed', 'cancelled'])
          .where('ticket.closed_at', '<=', now - contactDays * DAY),
      )
      .returning('ticket')
      .execute()
    await logChanges(trx, 'tickets', [...new Set(forgotten.map(row => row.ticket))], now)
  })
}
