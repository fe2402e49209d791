import type { FaultTimer } from '#database/tables/faults.ts'
import type { AlarmPolicy } from '#domain/alarmPolicy.ts'
import { SYSTEM } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { priorityOf } from '../tickets/priority.ts'
import { addToHistory } from './faultHistory.ts'
import type { FaultRow } from './faultView.ts'

const MINUTE = 60_000
/** They ask for somebody's attention; an acknowledgement, a shelf or a suppression ends them. */
const CALLS: readonly FaultTimer[] = ['remind', 'escalate']

interface Due {
  kind: FaultTimer
  step: number
  due_at: Millis
}

export const priorityFor = ({ catalogue, equipment }: Workshop, row: FaultRow) =>
  priorityOf(
    catalogue.serviceLevels,
    row.severity,
    row.life_safety === 1,
    equipment(row.equipment)?.occupancy ?? 'unknown',
  )

async function addTimers(trx: Trx, fault: string, timers: readonly Due[]): Promise<void> {
  if (timers.length === 0) return
  const rows = timers.map(timer => ({ fault, ...timer, done_at: null }))
  await trx
    .insertInto('fault_timer')
    .values(rows)
    .onConflict(c => c.doNothing())
    .execute()
}

/** What time will make of a fault that fires: it stands for long, or has to be graded higher. */
export async function startAgeing(trx: Trx, row: FaultRow, policy: AlarmPolicy): Promise<void> {
  const { gatewayLost, standingAfterMin } = policy
  const timers: Due[] = [{ kind: 'standing', step: 1, due_at: row.fired_at + standingAfterMin * MINUTE }]
  if (row.code === gatewayLost.code)
    timers.push({ kind: 'raise', step: 1, due_at: row.fired_at + gatewayLost.raiseAfterMin * MINUTE })
  await addTimers(trx, row.id, timers)
}

/** From now on people are told again until somebody acknowledges (ISA-18.2 re-alarming; steps: catalogue §5.3). */
export async function startCalls(
  trx: Trx,
  needs: Workshop,
  row: FaultRow,
  policy: AlarmPolicy,
  now: Millis,
): Promise<void> {
  if (row.acknowledged_at !== null) return
  const priority = priorityFor(needs, row)
  const every = policy.remindEveryMin[priority]
  const steps = policy.escalation[priority].map(
    ({ afterMin }, index): Due => ({ kind: 'escalate', step: index + 1, due_at: now + afterMin * MINUTE }),
  )
  const reminder: Due[] =
    every === null ? [] : [{ kind: 'remind', step: row.reminders + 1, due_at: now + every * MINUTE }]
  await addTimers(trx, row.id, [...reminder, ...steps.filter(({ step }) => step > row.escalation)])
}

export async function stopCalls(trx: Trx, fault: string): Promise<void> {
  await trx
    .deleteFrom('fault_timer')
    .where('fault', '=', fault)
    .where('kind', 'in', CALLS)
    .where('done_at', 'is', null)
    .execute()
}

export async function stopTimers(trx: Trx, fault: string): Promise<void> {
  await trx.deleteFrom('fault_timer').where('fault', '=', fault).execute()
}

/** Tells people once more, and says when next. */
export async function remind(
  trx: Trx,
  needs: Workshop,
  row: FaultRow,
  policy: AlarmPolicy,
  now: Millis,
): Promise<boolean> {
  if (row.acknowledged_at !== null) return false
  const reminders = row.reminders + 1
  await trx.updateTable('fault').set({ reminders, reminded_at: now }).where('id', '=', row.id).execute()
  await addToHistory(trx, row.id, { at: now, by: SYSTEM.username, event: 'reminded', detail: { times: reminders } })
  const every = policy.remindEveryMin[priorityFor(needs, row)]
  if (every !== null)
    await addTimers(trx, row.id, [{ kind: 'remind', step: reminders + 1, due_at: now + every * MINUTE }])
  return true
}

/** Nobody has acknowledged for so long that the next in line is told. */
export async function escalate(
  trx: Trx,
  needs: Workshop,
  row: FaultRow,
  policy: AlarmPolicy,
  now: Millis,
): Promise<boolean> {
  const step = row.escalation + 1
  const to = policy.escalation[priorityFor(needs, row)][step - 1]?.to
  if (row.acknowledged_at !== null || to === undefined) return false
  const change = { escalation: step, escalated_at: now, escalated_to: to }
  await trx.updateTable('fault').set(change).where('id', '=', row.id).execute()
  await addToHistory(trx, row.id, { at: now, by: SYSTEM.username, event: 'escalated', detail: { step, to } })
  return true
}
