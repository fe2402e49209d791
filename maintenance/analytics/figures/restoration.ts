import type { TicketStatus } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'

/** The parts of the time to restoration, in their order. */
export const DELAYS = ['detection', 'response', 'dispatch', 'travel', 'waiting', 'repair', 'acceptance'] as const
export type Delay = (typeof DELAYS)[number]

/** The same for each of them. */
export const ofEach = <T>(value: T): Record<Delay, T> =>
  Object.fromEntries(DELAYS.map(delay => [delay, value])) as Record<Delay, T>

/** A move to a status. */
export interface Step {
  at: Millis
  status: TicketStatus
}

/** Which part the time in a status belongs to (catalogue KPIs MTTR.ack, .dispatch, .travel, .logistic and MRT). */
const DELAY_OF: Record<TicketStatus, Delay> = {
  new: 'response',
  acknowledged: 'dispatch',
  reopened: 'response',
  dispatched: 'travel',
  accepted: 'travel',
  enRoute: 'travel',
  onSite: 'repair',
  madeSafe: 'repair',
  diagnosed: 'repair',
  waitingPart: 'waiting',
  waitingCustomer: 'waiting',
  waitingPowerOff: 'waiting',
  repaired: 'acceptance',
  answered: 'acceptance',
  verified: 'acceptance',
  handedOver: 'acceptance',
  surveyed: 'acceptance',
  followedUp: 'acceptance',
  closed: 'acceptance',
  cancelled: 'acceptance',
}

/**
 * Splits the time to restoration (IEC 60050-192 192-07-23) by where the ticket stood, in milliseconds: fault detection
 * time (192-07-11) until it was opened, administrative delay (until somebody looked at it, and then until somebody was
 * sent), travel, logistic delay (192-07-13), active repair
 * (192-07-21), and the wait until a repair that was reported showed. What came after the restoration belongs to none of
 * them; the parts add up to the whole.
 * @param steps the moves, oldest first
 */
export function splitRestoration(failedAt: Millis, restoredAt: Millis, steps: readonly Step[]): Record<Delay, number> {
  const split = ofEach(0)
  const end = Math.max(failedAt, restoredAt)
  let now: Delay = 'detection'
  let since = failedAt
  for (const { at, status } of steps) {
    const until = Math.min(end, Math.max(since, at))
    split[now] += until - since
    since = until
    now = DELAY_OF[status]
  }
  split[now] += end - since
  return split
}
