import type { Millis } from '#domain/time.ts'
import type { Trx } from '../../tickets/lockTicket.ts'

const bringForward = (trx: Trx, at: Millis) =>
  trx.updateTable('dispatch_wait').set({ retry_at: at }).where('retry_at', '>', at)

/** Tries everything that lacks people again: somebody new may be able to go. */
export async function wakeAll(trx: Trx, at: Millis): Promise<void> {
  await bringForward(trx, at).execute()
}

/** Tries again what a site lacks people for. */
export async function wakeSite(trx: Trx, site: string, at: Millis): Promise<void> {
  await bringForward(trx, at)
    .where('ticket', 'in', eb => eb.selectFrom('ticket').select('id').where('site', '=', site))
    .execute()
}

/** Tries again what these people did not accept: they have become free. */
export async function wakeFor(trx: Trx, people: readonly (string | null)[], at: Millis): Promise<void> {
  const free = people.filter(one => one !== null)
  if (free.length === 0) return
  await bringForward(trx, at)
    .where('ticket', 'in', eb => eb.selectFrom('ticket_offer').select('ticket').where('technician', 'in', free))
    .execute()
}

/** A held ticket no longer lacks anybody, or is not to be looked after. */
export async function endWait(trx: Trx, ticket: string): Promise<void> {
  await trx.deleteFrom('dispatch_wait').where('ticket', '=', ticket).execute()
}

/** A held ticket lacks somebody, who is looked for at `retryAt`. @returns whether the desk has not been told yet */
export async function noteWait(
  trx: Trx,
  ticket: string,
  { at, retryAt, tried }: { at: Millis; retryAt: Millis; tried: boolean },
): Promise<boolean> {
  const tried_at = tried ? at : null
  const row = await trx
    .insertInto('dispatch_wait')
    .values({ ticket, since: at, tried_at, retry_at: retryAt, told_at: null })
    .onConflict(c => c.column('ticket').doUpdateSet({ tried_at, retry_at: retryAt }))
    .returning('told_at')
    .executeTakeFirstOrThrow()
  return row.told_at === null
}
