import type { Severity } from './faults.ts'
import type { TicketPart } from './parts.ts'
import type { Millis } from './time.ts'

export const PRIORITIES = ['P0', 'P1', 'P2', 'P3', 'P4'] as const
export type Priority = (typeof PRIORITIES)[number]

/** The life of a ticket (catalogue §5.6). */
export const TICKET_STATUSES = [
  'new',
  'acknowledged',
  'dispatched',
  'accepted',
  'enRoute',
  'onSite',
  'madeSafe',
  'waitingPart',
  'waitingCustomer',
  'repaired',
  'verified',
  'followedUp',
  'closed',
  'cancelled',
  'reopened',
] as const
export type TicketStatus = (typeof TICKET_STATUSES)[number]

/** Which status may follow which. What a move needs besides is in `maintenance/tickets/moves.ts`. */
export const TICKET_MOVES: Readonly<Record<TicketStatus, readonly TicketStatus[]>> = {
  new: ['acknowledged', 'dispatched', 'cancelled'],
  acknowledged: ['dispatched', 'cancelled'],
  dispatched: ['accepted', 'acknowledged', 'enRoute', 'onSite', 'cancelled'],
  accepted: ['enRoute', 'onSite', 'dispatched', 'cancelled'],
  enRoute: ['onSite', 'dispatched'],
  onSite: ['madeSafe', 'waitingPart', 'waitingCustomer', 'repaired', 'dispatched'],
  madeSafe: ['waitingPart', 'waitingCustomer', 'repaired', 'dispatched'],
  waitingPart: ['onSite', 'repaired', 'dispatched'],
  waitingCustomer: ['onSite', 'repaired', 'dispatched'],
  repaired: ['verified', 'reopened'],
  verified: ['followedUp', 'closed', 'reopened'],
  followedUp: ['closed', 'reopened'],
  closed: ['reopened'],
  cancelled: [],
  reopened: ['acknowledged', 'dispatched', 'cancelled'],
}

export const ENDED: readonly TicketStatus[] = ['closed', 'cancelled']

/** The promises a ticket is measured by. */
export const CLOCK_KINDS = ['acknowledge', 'dispatch', 'arrive', 'makeSafe', 'respond', 'resolve'] as const
export type ClockKind = (typeof CLOCK_KINDS)[number]

/** One promise with its due time; `stoppedAt` when it was kept (or ended late), `breachedAt` when the time ran out. */
export interface TicketClock {
  kind: ClockKind
  startedAt: Millis
  dueAt: Millis
  stoppedAt?: Millis
  breachedAt?: Millis
}

/** One line of a ticket's history: who did what, when. */
export interface TimelineEntry {
  at: Millis
  by: string
  event: string
  from?: TicketStatus
  to?: TicketStatus
  detail?: Record<string, unknown>
}

/** Where a ticket came from. */
export const ORIGINS = ['rule', 'event', 'staff', 'demo'] as const
export type Origin = (typeof ORIGINS)[number]

/** What was found and done, in ISO 14224-style codes (`domain/catalogue/reference/close-codes.json`). */
export interface Repair {
  failureMode?: string
  mechanism?: string
  cause: string
  action: string
  note?: string
  labourMinutes?: number
}

export interface Ticket {
  id: string
  version: number
  site: string
  equipment: string
  /** The fault that it is about, as it last fired; absent when staff reported it. */
  fault?: string
  faultCode?: string
  title?: string
  severity: Severity
  lifeSafety: boolean
  priority: Priority
  status: TicketStatus
  origin: Origin
  skill?: string
  /** Proposed until the ticket is dispatched, then assigned. */
  technician?: string
  technicianProposed: boolean
  occurrences: number
  openedAt: Millis
  failedAt: Millis
  restoredAt?: Millis
  closedAt?: Millis
  repair?: Repair
  clocks: TicketClock[]
  parts: TicketPart[]
  timeline: TimelineEntry[]
}
