import { logChanges } from '#database/changeLog.ts'
import { SYSTEM } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import { addToHistory } from '../faults/faultHistory.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { covers } from './scope.ts'
import { addToWindow, lockWindow } from './windowRows.ts'

async function hasBegun(trx: Trx, id: string): Promise<boolean> {
  const line = await trx
    .selectFrom('window_event')
    .select('number')
    .where('maintenance_window', '=', id)
    .where('event', '=', 'began')
    .executeTakeFirst()
  return line !== undefined
}

/**
 * Notes once what fires already when a window begins: it is shown as inside the window and stays as it is, with its
 * ticket and its calls; only what comes anew is kept quiet (ISA-18.2 §11.8: suppression hides no alarm that is active).
 */
export async function beginWindow(trx: Trx, id: string, now: Millis): Promise<void> {
  const window = await lockWindow(trx, id)
  if (!window || window.settled_at !== null || window.starts_at > now || (await hasBegun(trx, id))) return
  const firing = await trx
    .selectFrom('fault')
    .select(['id', 'equipment', 'class'])
    .where('site', '=', window.site)
    .where('state', '=', 'firing')
    .where('fired_at', '<', window.starts_at)
    .where('maintenance_window', 'is', null)
    .orderBy('id')
    .execute()
  const inside = firing.filter(fault => covers(window, { id: fault.equipment, class: fault.class })).map(f => f.id)
  for (const fault of inside) {
    await trx.updateTable('fault').set({ maintenance_window: id }).where('id', '=', fault).execute()
    await addToHistory(trx, fault, { at: now, by: SYSTEM.username, event: 'windowBegan', detail: { id } })
  }
  const detail = { firing: inside.length }
  await addToWindow(trx, id, { at: window.starts_at, by: SYSTEM.username, event: 'began', detail })
  await logChanges(trx, 'faults', inside, now)
  await logChanges(trx, 'windows', [id], now)
}

/** Begins the windows whose time has come. */
export async function beginDue({ database: { db, write } }: Workshop, now: Millis): Promise<void> {
  const due = await db
    .selectFrom('maintenance_window as w')
    .select('w.id')
    .where('w.settled_at', 'is', null)
    .where('w.starts_at', '<=', now)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('window_event as e')
            .select('e.number')
            .whereRef('e.maintenance_window', '=', 'w.id')
            .where('e.event', '=', 'began'),
        ),
      ),
    )
    .execute()
  for (const { id } of due) await write(trx => beginWindow(trx, id, now))
}
