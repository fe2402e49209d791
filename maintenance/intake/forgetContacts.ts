import { logChanges } from '#database/changeLog.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { readIntakePolicy } from './policy.ts'

const DAY = 86_400_000
const LOOK_EVERY: Millis = 3_600_000

/** Deletes whose time is over, and ends their links; the report stays, without anybody's name. */
async function forgetDue({ database }: Workshop, now: Millis): Promise<void> {
  const { contactDays } = await readIntakePolicy(database.db)
  await database.write(async trx => {
    const forgotten = await trx
      .updateTable('report')
      .set({ contact_name: null, contact_phone: null, token_hash: null, forgotten_at: now })
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

/** Looks now and then for contacts that were kept long enough (D2 of the service practice). */
export function createForgetting(needs: Workshop): () => Promise<void> {
  let lookedAt = Number.NEGATIVE_INFINITY
  return async () => {
    const now = needs.clock.now()
    if (Math.abs(now - lookedAt) < LOOK_EVERY) return
    await forgetDue(needs, now)
    lookedAt = now
  }
}
