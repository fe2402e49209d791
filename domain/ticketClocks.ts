import type { Role } from './people.ts'
import type { Span } from './promise.ts'
import type { Millis } from './time.ts'

/** The calls that a customer is owed: the return visit after the repair, and the call back after a low score. */
export const CALL_KINDS = ['followUp', 'callBack'] as const
export type CallKind = (typeof CALL_KINDS)[number]

/** The promises a ticket is measured by; the due window is that of a planned visit, which is promised nothing else. */
export const CLOCK_KINDS = [
  'acknowledge',
  'dispatch',
  'arrive',
  'makeSafe',
  'respond',
  'resolve',
  ...CALL_KINDS,
  'dueWindow',
] as const
export type ClockKind = (typeof CLOCK_KINDS)[number]

/** What is promised until nobody is in danger any more. */
export const RESPONSE_KINDS: readonly ClockKind[] = ['acknowledge', 'dispatch', 'arrive', 'makeSafe']

/** What can happen to a clock. */
export const CLOCK_EVENTS = [
  'started',
  'paused',
  'resumed',
  'stopped',
  'restarted',
  'recalculated',
  'breached',
  'escalated',
  'withdrawn',
] as const
export type ClockEvent = (typeof CLOCK_EVENTS)[number]

/**
 * One promise with its due time; `stoppedAt` when it was kept (or ended late), `breachedAt` when the time ran out,
 * `pausedAt` while it stands still.
 */
export interface TicketClock {
  kind: ClockKind
  startedAt: Millis
  dueAt: Millis
  stoppedAt?: Millis
  breachedAt?: Millis
  pausedAt?: Millis
}

/** One line of a clock's account: what happened, when, by whom and why. */
export interface ClockLine {
  at: Millis
  event: ClockEvent
  by: string
  detail?: Record<string, unknown>
}

/** A step of a clock's escalation; `firedAt` once that role was told. */
export interface ClockEscalation {
  level: number
  role: Role
  dueAt: Millis
  firedAt?: Millis
}

/** A clock with the account of how it came to stand where it stands; `withdrawnAt` when it is promised no more. */
export interface ExplainedClock extends TicketClock {
  withdrawnAt?: Millis
  span?: Span
  lines: ClockLine[]
  escalations: ClockEscalation[]
}
