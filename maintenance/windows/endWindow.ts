import { logChanges } from '#database/changeLog.ts'
import { SYSTEM } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import { lockFault } from '../faults/faultHistory.ts'
import { readPolicy } from '../faults/policy.ts'
import { settleFault } from '../faults/settleFault.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { beginDue } from './beginWindow.ts'
import { drillReport } from './drillReport.ts'
import { addToWindow, lockWindow } from './windowRows.ts'

/** Telemetry of the last seconds of a drill is on its way to the store for so long. */
const REPORT_AFTER_MS = 10_000

/** Ends a window once, by hand or by its time: what still fires is seen anew, and opens its ticket. */
export async function endWindow(
  trx: Trx,
  needs: Workshop,
  id: string,
  { by, note }: { by: string; note?: string | undefined },
  now: Millis,
): Promise<void> {
  const window = await lockWindow(trx, id)
  if (!window || window.settled_at !== null) return
  const endedAt = Math.min(now, window.ends_at)
  const change = { settled_at: now, ended_at: endedAt, ended_by: by }
  await trx.updateTable('maintenance_window').set(change).where('id', '=', id).execute()
  await addToWindow(trx, id, { at: endedAt, by, event: 'ended', ...(note && { detail: { note } }) })
  const policy = await readPolicy(trx)
  const quiet = await trx
    .selectFrom('fault')
    .select('id')
    .where('suppressed_by', '=', id)
    .where('state', '=', 'firing')
    .orderBy('id')
    .execute()
  for (const fault of quiet) {
    const row = await lockFault(trx, fault.id)
    if (row) await settleFault(trx, needs, row, policy, now)
  }
  await logChanges(trx, 'windows', [id], now)
}

async function endDue(needs: Workshop, now: Millis): Promise<void> {
  const { db, write } = needs.database
  const due = await db
    .selectFrom('maintenance_window')
    .select('id')
    .where('settled_at', 'is', null)
    .where('ends_at', '<=', now)
    .execute()
  for (const { id } of due) await write(trx => endWindow(trx, needs, id, { by: SYSTEM.username }, now))
}

/** Writes the lists of drills that are over; one that the telemetry store cannot answer for now waits. */
async function reportDrills(needs: Workshop, now: Millis): Promise<void> {
  const { db, write } = needs.database
  const drills = await db
    .selectFrom('maintenance_window')
    .selectAll()
    .where('kind', '=', 'fireDrill')
    .where('report', 'is', null)
    .where('ended_at', '<=', now - REPORT_AFTER_MS)
    .execute()
  for (const drill of drills)
    try {
      const report = await drillReport(needs, drill, drill.ended_at ?? drill.ends_at)
      await write(async trx => {
        const change = { report: JSON.stringify(report) }
        await trx.updateTable('maintenance_window').set(change).where('id', '=', drill.id).execute()
        await logChanges(trx, 'windows', [drill.id], now)
      })
    } catch (err) {
      needs.log.warn({ err, window: drill.id }, 'the list of a drill waits for the telemetry store')
    }
}

/** Does what time has made due to windows. */
export async function sweepWindows(needs: Workshop, now: Millis): Promise<void> {
  await beginDue(needs, now)
  await endDue(needs, now)
  await reportDrills(needs, now)
}
