import type { AlarmPolicy } from '#domain/alarmPolicy.ts'
import { SEVERITIES, type Severity } from '#domain/faults.ts'
import { SYSTEM } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { addToHistory } from './faultHistory.ts'
import type { FaultRow } from './faultView.ts'
import { raiseTicket } from './raiseTicket.ts'
import { settleFault } from './settleFault.ts'
import { stopCalls } from './timers.ts'

const isWorse = (one: Severity, than: Severity): boolean => SEVERITIES.indexOf(one) < SEVERITIES.indexOf(than)

/**
 * Grades a held fault anew, up or down, with a line in its history and in that of its ticket, which may become more urgent. Getting worse takes the acknowledgement back:
 * whoever gave it saw something smaller.
 * @returns the fault as it then stands; the same when its grade is the same
 */
export async function gradeFault(
  trx: Trx,
  needs: Workshop,
  row: FaultRow,
  severity: Severity,
  policy: AlarmPolicy,
  now: Millis,
): Promise<FaultRow> {
  if (row.severity === severity) return row
  const worse = isWorse(severity, row.severity)
  const change = { severity, ...(worse && { acknowledged_at: null, acknowledged_by: null, escalation: 0 }) }
  await trx.updateTable('fault').set(change).where('id', '=', row.id).execute()
  const detail = {
    from: row.severity,
    to: severity,
    ...(worse && row.acknowledged_by !== null && { unacknowledged: true }),
  }
  await addToHistory(trx, row.id, { at: now, by: SYSTEM.username, event: 'severityChanged', detail })
  await raiseTicket(trx, needs, row, { severity }, now)
  const graded = { ...row, ...change }
  await stopCalls(trx, row.id)
  await settleFault(trx, needs, graded, policy, now)
  return graded
}
