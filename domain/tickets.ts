import type { Responsible } from './dispatch.ts'
import type { Severity } from './faults.ts'
import type { TicketPart } from './parts.ts'
import type { Delay, Diagnosis, Repair, RootCause, RootCauseOf, Signature } from './ticketActs.ts'
import type { TicketClock } from './ticketClocks.ts'
import type { Millis } from './time.ts'
import type { Outcome } from './verdicts.ts'

export const PRIORITIES = ['P0', 'P1', 'P2', 'P3', 'P4'] as const
export type Priority = (typeof PRIORITIES)[number]

/**
 * A repair, a unit replaced as a whole, a technical question, a request for training (F3, F4, F7 of the service practice),
 * a task that finds out why a fault comes back (root cause analysis, EN 62740), a visit of a maintenance plan (preventive
 * maintenance, EN 13306 7.1).
 */
export const TICKET_KINDS = ['repair', 'replacement', 'question', 'training', 'rootCause', 'preventive'] as const
export type TicketKind = (typeof TICKET_KINDS)[number]

/** What people open; visits are opened by their plans alone. */
export const ASKED_KINDS = TICKET_KINDS.filter(kind => kind !== 'preventive')

/**
 * The life of a ticket (catalogue §5.6): registered (`new`), triaged (`acknowledged`), with the technician, on site,
 * diagnosed, perhaps waiting, repaired or answered, verified by the telemetry, handed over to the owner by signature,
 * surveyed, followed up, closed. Which may follow which is in `domain/ticketMoves.ts`.
 */
export const TICKET_STATUSES = [
  'new',
  'acknowledged',
  'dispatched',
  'accepted',
  'enRoute',
  'onSite',
  'madeSafe',
  'diagnosed',
  'waitingPart',
  'waitingCustomer',
  'waitingPowerOff',
  'repaired',
  'answered',
  'verified',
  'handedOver',
  'surveyed',
  'followedUp',
  'closed',
  'cancelled',
  'reopened',
] as const
export type TicketStatus = (typeof TICKET_STATUSES)[number]

export const ENDED: readonly TicketStatus[] = ['closed', 'cancelled']

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
export const ORIGINS = ['rule', 'prediction', 'event', 'staff', 'resident', 'demo', 'plan'] as const
export type Origin = (typeof ORIGINS)[number]

export interface Ticket {
  id: string
  version: number
  site: string
  equipment: string
  /** The kind of trouble that people told of. */
  trouble?: string
  /** Where it is, in words, while `equipment` is only the place. */
  place?: string
  /** The fault that it is about, as it last fired; absent when staff reported it. */
  fault?: string
  faultCode?: string
  title?: string
  severity: Severity
  lifeSafety: boolean
  priority: Priority
  status: TicketStatus
  kind: TicketKind
  /** A short repair for which no part is missing. */
  minor: boolean
  origin: Origin
  skill?: string
  /** Proposed until the ticket is dispatched, then assigned. */
  technician?: string
  technicianProposed: boolean
  /** Who goes along, where the skill asks for two. */
  second?: string
  /** Whom the site names for urgent cases such as this one, while it is open. */
  responsible?: Responsible
  occurrences: number
  /** How often it was reopened and how often it was urged (催单). */
  reopens: number
  urges: number
  /** The ticket of the same fault that was closed not long before. */
  repeatOf?: string
  rootCauseOf?: RootCauseOf
  rootCause?: RootCause
  /** The version of the service levels that it is measured by. */
  policy?: number
  openedAt: Millis
  failedAt: Millis
  restoredAt?: Millis
  closedAt?: Millis
  diagnosis?: Diagnosis
  /** Above what cost to the owner, in CNY, the owner signs a plan first; by the service levels that it is measured by. */
  consentAboveCny: number
  delay?: Delay
  repair?: Repair
  /** What was found, by its repair report or by who judged it otherwise since. */
  verdict?: Outcome
  signatures: Signature[]
  clocks: TicketClock[]
  parts: TicketPart[]
  timeline: TimelineEntry[]
}

/** A ticket as a line of a long table, without what belongs to it. */
export type TicketLine = Pick<Ticket, 'id' | 'priority' | 'site' | 'equipment' | 'status' | 'openedAt' | 'failedAt'> &
  Partial<Pick<Ticket, 'faultCode' | 'title' | 'trouble' | 'technician' | 'second' | 'restoredAt' | 'closedAt'>> & {
    cause?: string
  }
