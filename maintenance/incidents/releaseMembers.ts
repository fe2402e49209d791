import { logChanges } from '#database/changeLog.ts'
import type { AlarmPolicy } from '#domain/alarmPolicy.ts'
import type { Millis } from '#domain/time.ts'
import { lockFault } from '../faults/faultHistory.ts'
import { settleFault } from '../faults/settleFault.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'

async function release(trx: Trx, needs: Workshop, id: string, policy: AlarmPolicy, now: Millis): Promise<void> {
  const incident = await trx
    .updateTable('incident')
    .set({ released_at: now })
    .where('id', '=', id)
    .where('released_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!incident) return
  const members = await trx
    .selectFrom('fault')
    .select('id')
    .where('incident', '=', id)
    .where('state', '=', 'firing')
    .orderBy('id')
    .execute()
  for (const member of members) {
    const row = await lockFault(trx, member.id)
    if (row) await settleFault(trx, needs, row, policy, now)
  }
  await logChanges(trx, 'incidents', [id], now)
}

/** Members that still fire a while after their incident closed have a trouble of their own: each gets its ticket. */
export async function releaseMembers(needs: Workshop, policy: AlarmPolicy, now: Millis): Promise<void> {
  const due = await needs.database.db
    .selectFrom('incident')
    .select('id')
    .where('release_at', '<=', now)
    .where('released_at', 'is', null)
    .execute()
  for (const { id } of due) await needs.database.write(trx => release(trx, needs, id, policy, now))
}
