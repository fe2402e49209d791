import { logChanges } from '#database/changeLog.ts'
import type { Equipment } from '#domain/equipment.ts'
import { SYSTEM } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { addToTimeline, lockTicket, type Trx } from './lockTicket.ts'
import { watchRepeats } from './rootCause.ts'

/**
 * Notes on a ticket that has just been opened, and on the one it repeats, that they are about one trouble that came back;
 * with enough repeats a task asks why.
 */
export async function linkRepeat(
  trx: Trx,
  needs: Workshop,
  id: string,
  { equipment, faultCode, at }: { equipment: Equipment; faultCode: string; at: Millis },
): Promise<void> {
  const row = await trx.selectFrom('ticket').select('repeat_of').where('id', '=', id).executeTakeFirst()
  const before = row?.repeat_of && (await lockTicket(trx, row.repeat_of))
  const opened = before && (await lockTicket(trx, id))
  if (!before || !opened) return
  const by = SYSTEM.username
  await addToTimeline(trx, opened, [{ at, by, event: 'recurrenceOf', detail: { ticket: before.id } }])
  await addToTimeline(trx, before, [{ at, by, event: 'recurredAs', detail: { ticket: id } }])
  await logChanges(trx, 'tickets', [before.id], at)
  await watchRepeats(trx, needs, { ticket: id, equipment, faultCode, at })
}
