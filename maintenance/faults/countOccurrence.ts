import type { AlarmPolicy } from '#domain/alarmPolicy.ts'
import type { FaultTransition } from '#domain/faults.ts'
import { SYSTEM } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { addToHistory } from './faultHistory.ts'
import type { FaultRow } from './faultView.ts'

/** How often it came within the time in which coming often is chattering, by the lines of its history. */
async function cameWithin(trx: Trx, row: FaultRow, occurrences: number, from: Millis): Promise<number> {
  const lines = await trx
    .selectFrom('fault_event')
    .select(['detail'])
    .where('fault', '=', row.id)
    .where('event', 'in', ['fired', 'recurred'])
    .where('at', '>', from)
    .execute()
  const counts = lines.map(({ detail }) => Number(JSON.parse(detail ?? '{}').occurrences ?? 1))
  return occurrences - Math.min(occurrences, ...counts) + 1
}

/**
 * Counts one more coming in the row of the fault (chattering: ISA-18.2 §16.5, three times within a minute). While it
 * chatters its history gets no line a time, and an acknowledgement holds; otherwise a fault that comes back is new to people.
 * @returns the fault as it then stands, firing
 */
export async function countOccurrence(
  trx: Trx,
  row: FaultRow,
  { at, occurrences = 1, evidence }: FaultTransition,
  { chattering }: AlarmPolicy,
  now: Millis,
): Promise<FaultRow> {
  const already = row.chattering_at !== null && row.chattering_at > at
  const often =
    already || (await cameWithin(trx, row, occurrences, at - chattering.withinS * 1000)) >= chattering.occurrences
  const change: Partial<FaultRow> = {
    occurrences,
    occurred_at: Math.max(row.occurred_at, at),
    state: 'firing',
    resolved_at: null,
    evidence: JSON.stringify(evidence),
    ...(often && { chattering_at: at + chattering.quietS * 1000 }),
    ...(!often && row.state === 'resolved' && { acknowledged_at: null, acknowledged_by: null, escalation: 0 }),
  }
  await trx.updateTable('fault').set(change).where('id', '=', row.id).execute()
  if (!already)
    await addToHistory(trx, row.id, {
      at: Math.min(at, now),
      by: SYSTEM.username,
      event: often ? 'chattering' : 'recurred',
      detail: { occurrences },
    })
  return { ...row, ...change }
}
