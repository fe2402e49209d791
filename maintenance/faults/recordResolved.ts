import { logChanges } from '#database/changeLog.ts'
import type { Peak, Seen } from '#domain/faults.ts'
import { isUpper } from '#domain/limits.ts'
import { SYSTEM } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import { closeIncidents } from '../incidents/closeIncident.ts'
import type { Workshop } from '../needs.ts'
import { ticketsChanged } from '../tickets/changeTicket.ts'
import { addToTimeline, lockTicket, type TicketRow, type Trx } from '../tickets/lockTicket.ts'
import { addToHistory, lockFault } from './faultHistory.ts'
import type { FaultRow } from './faultView.ts'
import { stopTimers } from './timers.ts'

type FigureNeeds = Pick<Workshop, 'catalogue'>

const isFurther = (one: Peak, than: Peak | undefined): boolean =>
  than === undefined || (isUpper(one) ? one.value > than.value : one.value < than.value)

/** What all comings of a fault showed: the longest and the furthest. */
function mergeSeen(before: string | null, seen: Seen | undefined): string | null {
  if (!seen) return before
  const known: Seen = before === null ? { heldS: 0, peaks: [] } : JSON.parse(before)
  const peaks = new Map(known.peaks.map(peak => [`${peak.metric} ${peak.op}`, peak]))
  for (const peak of seen.peaks) {
    const key = `${peak.metric} ${peak.op}`
    if (isFurther(peak, peaks.get(key))) peaks.set(key, peak)
  }
  return JSON.stringify({ heldS: Math.max(known.heldS, seen.heldS), peaks: [...peaks.values()] } satisfies Seen)
}

/** The telemetry is normal again; a repair that waits for that is verified by it (catalogue §5.6). Chatter proves nothing. */
async function noteNormal(
  trx: Trx,
  needs: FigureNeeds,
  ticket: TicketRow,
  detail: { fault: string; restoredAt: Millis },
  { now, chatters }: { now: Millis; chatters: boolean },
): Promise<void> {
  const verified = ticket.status === 'repaired' && !chatters
  const version = verified ? ticket.version + 1 : ticket.version
  const status = verified ? 'verified' : ticket.status
  const change = { restored_at: detail.restoredAt, status, version }
  await trx.updateTable('ticket').set(change).where('id', '=', ticket.id).execute()
  const by = SYSTEM.username
  const move = {
    at: now,
    by,
    event: 'moved',
    from: ticket.status,
    to: 'verified' as const,
    detail: { byTelemetry: true },
  }
  const normal = { at: now, by, event: 'telemetryNormal', detail }
  const lines = [...(chatters ? [] : [normal]), ...(verified ? [move] : [])]
  await addToTimeline(trx, { id: ticket.id, version }, lines)
  await ticketsChanged(trx, needs, [ticket.id], now)
}

/** Late readings show that it ended at another time than was told: the last telling counts, on its ticket too. */
async function correctEnd(
  trx: Trx,
  needs: FigureNeeds,
  row: FaultRow,
  end: { at: Millis; seen: string | null },
  now: Millis,
): Promise<void> {
  const { at, seen } = end
  if (row.resolved_at === at) return
  await trx.updateTable('fault').set({ resolved_at: at, seen }).where('id', '=', row.id).execute()
  const detail = { before: row.resolved_at }
  await addToHistory(trx, row.id, { at, by: SYSTEM.username, event: 'cleared', detail })
  const ticket = row.ticket === null ? undefined : await lockTicket(trx, row.ticket)
  if (ticket?.fault === row.id && ticket.restored_at === row.resolved_at) {
    await trx.updateTable('ticket').set({ restored_at: at }).where('id', '=', ticket.id).execute()
    const line = { at: now, by: SYSTEM.username, event: 'telemetryNormal', detail: { fault: row.id, restoredAt: at } }
    await addToTimeline(trx, ticket, [line])
    await ticketsChanged(trx, needs, [ticket.id], now)
  }
  await logChanges(trx, 'faults', [row.id], now)
}

/**
 * Ends a firing fault; its open ticket learns since when the telemetry is normal. A second telling of the same end
 * changes nothing, nor does the end of an earlier coming of a fault that has come again since.
 */
export async function recordResolved(
  trx: Trx,
  needs: FigureNeeds,
  { id, at, seen: shown }: { id: string; at: Millis; seen?: Seen },
  now: Millis,
): Promise<void> {
  const row = await lockFault(trx, id)
  if (!row || (row.occurrences > 1 && row.occurred_at > at)) return
  const resolvedAt = Math.max(row.fired_at, at)
  const seen = mergeSeen(row.seen, shown)
  if (row.state !== 'firing') return await correctEnd(trx, needs, row, { at: resolvedAt, seen }, now)
  const change = { state: 'resolved' as const, resolved_at: resolvedAt, seen }
  await trx.updateTable('fault').set(change).where('id', '=', id).execute()
  await stopTimers(trx, id)
  const chatters = row.chattering_at !== null && row.chattering_at > at
  if (!chatters) await addToHistory(trx, id, { at: resolvedAt, by: SYSTEM.username, event: 'cleared' })
  const ticket = row.ticket === null ? undefined : await lockTicket(trx, row.ticket)
  if (ticket?.fault === id)
    await noteNormal(trx, needs, ticket, { fault: id, restoredAt: resolvedAt }, { now, chatters })
  await closeIncidents(trx, { cause: id }, now)
  await logChanges(trx, 'faults', [id], now)
  await logChanges(trx, 'equipment', [row.equipment], now)
}
