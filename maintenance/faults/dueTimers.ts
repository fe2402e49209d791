import type { Selectable } from 'kysely'
import { logChanges } from '#database/changeLog.ts'
import type { Tables } from '#database/tables.ts'
import type { AlarmPolicy } from '#domain/alarmPolicy.ts'
import { SYSTEM } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { endangersLife } from '../tickets/priority.ts'
import { addToHistory, lockFault } from './faultHistory.ts'
import type { FaultRow } from './faultView.ts'
import { gradeFault } from './gradeFault.ts'
import { escalate, remind } from './timers.ts'

type Timer = Selectable<Tables['fault_timer']>
const BATCH = 200

async function stand(trx: Trx, row: FaultRow, at: Millis, now: Millis): Promise<boolean> {
  await trx.updateTable('fault').set({ standing_at: at }).where('id', '=', row.id).execute()
  await addToHistory(trx, row.id, { at: now, by: SYSTEM.username, event: 'standing' })
  return true
}

/** Whether equipment on which life may depend hangs on the same gateway. */
function blindsLifeSafety(needs: Workshop, row: FaultRow): boolean {
  const gateway = needs.equipment(row.equipment)?.gateway
  return [...needs.listEquipment()].some(piece => {
    const entry = needs.catalogue.classes.get(piece.class)
    if (piece.gateway !== gateway || piece.id === row.equipment || !entry) return false
    return entry.faults.some(rule => rule.severity === 'major' && endangersLife({ entry, rule }, piece))
  })
}

/** A gateway that is gone for so long blinds the equipment that guards life (catalogue GTW-OFFLINE). */
async function raise(trx: Trx, needs: Workshop, row: FaultRow, policy: AlarmPolicy, now: Millis): Promise<boolean> {
  if (!blindsLifeSafety(needs, row)) return false
  await gradeFault(trx, needs, row, policy.gatewayLost.raiseTo, policy, now)
  return true
}

/** Does once what a timer says; a timer that somebody else has taken, or whose fault is over, does nothing. */
async function runTimer(trx: Trx, needs: Workshop, timer: Timer, policy: AlarmPolicy, now: Millis): Promise<void> {
  const row = await lockFault(trx, timer.fault)
  const taken = await trx
    .updateTable('fault_timer')
    .set({ done_at: now })
    .where('fault', '=', timer.fault)
    .where('kind', '=', timer.kind)
    .where('step', '=', timer.step)
    .where('done_at', 'is', null)
    .returning('due_at')
    .executeTakeFirst()
  if (!taken || row?.state !== 'firing') return
  const done = {
    remind: () => remind(trx, needs, row, policy, now),
    escalate: () => escalate(trx, needs, row, policy, now),
    standing: () => stand(trx, row, taken.due_at, now),
    raise: () => raise(trx, needs, row, policy, now),
  }
  if (await done[timer.kind]()) await logChanges(trx, 'faults', [row.id], now)
}

/** Runs the timers that are due, the oldest first, each in a transaction of its own. */
export async function runTimers(needs: Workshop, policy: AlarmPolicy, now: Millis): Promise<void> {
  const { db, write } = needs.database
  let due: Timer[]
  do {
    due = await db
      .selectFrom('fault_timer')
      .selectAll()
      .where('due_at', '<=', now)
      .where('done_at', 'is', null)
      .orderBy('due_at')
      .orderBy('fault')
      .orderBy('kind')
      .orderBy('step')
      .limit(BATCH)
      .execute()
    for (const timer of due) await write(trx => runTimer(trx, needs, timer, policy, now))
  } while (due.length === BATCH)
}
