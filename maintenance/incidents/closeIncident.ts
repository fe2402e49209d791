import { logChanges } from '#database/changeLog.ts'
import type { Millis } from '#domain/time.ts'
import { readPolicy } from '../faults/policy.ts'
import type { Trx } from '../tickets/lockTicket.ts'

/** Closes the open incidents of a cause that is over, or one incident. Their members are seen anew after the policy's wait. */
export async function closeIncidents(trx: Trx, which: { cause: string } | { id: string }, now: Millis): Promise<void> {
  const [[column, value]] = Object.entries(which) as [['cause' | 'id', string]]
  const open = await trx
    .selectFrom('incident')
    .select(['id', 'kind'])
    .where(column, '=', value)
    .where('closed_at', 'is', null)
    .execute()
  if (open.length === 0) return
  const { releaseAfterS } = await readPolicy(trx)
  for (const { id, kind } of open) {
    const release_at = kind === 'flood' ? now : now + releaseAfterS * 1000
    await trx.updateTable('incident').set({ closed_at: now, release_at }).where('id', '=', id).execute()
  }
  await logChanges(
    trx,
    'incidents',
    open.map(({ id }) => id),
    now,
  )
}
