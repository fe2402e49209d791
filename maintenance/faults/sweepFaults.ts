import { logChanges } from '#database/changeLog.ts'
import type { AlarmPolicy } from '#domain/alarmPolicy.ts'
import { SYSTEM } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import { endFloods } from '../incidents/flood.ts'
import { watchGateways } from '../incidents/gatewayLoss.ts'
import { releaseMembers } from '../incidents/releaseMembers.ts'
import type { Workshop } from '../needs.ts'
import { sweepWindows } from '../windows/endWindow.ts'
import { runTimers } from './dueTimers.ts'
import { addToHistory, lockFault } from './faultHistory.ts'
import { noteOnTicket } from './noteOnTicket.ts'
import { endOutOfService } from './outOfService.ts'
import { readPolicy } from './policy.ts'
import { settleFault } from './settleFault.ts'

const BATCH = 200

/** Takes a fault off its shelf; one that still fires gets the ticket it was kept from. */
async function unshelve(needs: Workshop, id: string, policy: AlarmPolicy, now: Millis): Promise<void> {
  await needs.database.write(async trx => {
    const row = await lockFault(trx, id)
    if (!row || row.shelved_until === null || row.shelved_until > now) return
    const change = { shelved_until: null, shelved_by: null, shelve_reason: null }
    await trx.updateTable('fault').set(change).where('id', '=', id).execute()
    const line = { at: now, by: SYSTEM.username, event: 'faultUnshelved' }
    await addToHistory(trx, id, line)
    await noteOnTicket(trx, row, line)
    await settleFault(trx, needs, { ...row, ...change }, policy, now)
    await logChanges(trx, 'faults', [id], now)
  })
}

async function endedShelves({ database: { db } }: Workshop, now: Millis): Promise<string[]> {
  const rows = await db
    .selectFrom('fault')
    .select('id')
    .where('shelved_until', 'is not', null)
    .where('shelved_until', '<=', now)
    .orderBy('shelved_until')
    .orderBy('id')
    .limit(BATCH)
    .execute()
  return rows.map(row => row.id)
}

/** Does what time has made due to faults and incidents; the database knows what that is, a stop in between loses nothing. */
export async function sweepFaults(needs: Workshop): Promise<void> {
  const { clock, database } = needs
  const policy = await readPolicy(database.db)
  for (const id of await endedShelves(needs, clock.now())) await unshelve(needs, id, policy, clock.now())
  await endOutOfService(needs, clock.now())
  await sweepWindows(needs, clock.now())
  // A gateway is heard by the machine's clock; a recording's time says nothing about it.
  if (clock.kind === 'wall') await watchGateways(needs, policy, clock.now())
  await endFloods(needs, policy, clock.now())
  await releaseMembers(needs, policy, clock.now())
  await runTimers(needs, policy, clock.now())
}
