import type { Severity } from './faults.ts'
import type { TicketPart } from './parts.ts'
import type { Role } from './people.ts'
import type { Span } from './promise.ts'
import type { Millis } from './time.ts'
import type { Outcome } from './verdicts.ts'

export const PRIORITIES = ['P0', 'P1', 'P2', 'P3', 'P4'] as const
export type Priority = (typeof PRIORITIES)[number]

/**
 * A repair, a unit replaced as a whole, a technical question, a request for training (F3, F4, F7 of the service practice),
 * a task that finds out why a fault comes back (root cause analysis, EN 62740).
 */
export const TICKET_KINDS = ['repair', 'replacement', 'question', 'training', 'rootCause'] as const
export type TicketKind = (typeof TICKET_KINDS)[number]

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

/** The calls that a customer is owed: the return visit after the repair, and the call back after a low score. */
export const CALL_KINDS = ['followUp', 'callBack'] as const
export type CallKind = (typeof CALL_KINDS)[number]

/** The promises a ticket is measured by. */
export const CLOCK_KINDS = [
  'acknowledge',
  'dispatch',
  'arrive',
  'makeSafe',
  'respond',
  'resolve',
  ...CALL_KINDS,
] as const
export type ClockKind = (typeof CLOCK_KINDS)[number]

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

/** A clock with the account of how it came to stand where it stands. */
export interface ExplainedClock extends TicketClock {
  span?: Span
  lines: ClockLine[]
  escalations: ClockEscalation[]
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
export const ORIGINS = ['rule', 'event', 'staff', 'resident', 'demo'] as const
export type Origin = (typeof ORIGINS)[number]

/** What was found and done, in ISO 14224-style codes (`domain/catalogue/reference/close-codes.json`). */
export interface Repair {
  failureMode?: string
  mechanism?: string
  cause: string
  action: string
  /** What was found; left out: what the cause implies. */
  outcome?: Outcome
  note?: string
  labourMinutes?: number
  /** Of a replacement: the unit that went and the one that came. */
  oldSerial?: string
  newSerial?: string
}

/** What was found on site and what is proposed, before the repair (F3 of the service practice). */
export interface Diagnosis {
  failureMode: string
  mechanism: string
  cause: string
  plan: string
  /** What the owner would pay, in CNY. */
  estimatedCost?: number
  /** The warranty pays. */
  underWarranty?: boolean
  at: Millis
}

/** Consent to a plan that costs, or acceptance of the work. */
export const SIGNATURE_PURPOSES = ['consent', 'acceptance'] as const
export type SignaturePurpose = (typeof SIGNATURE_PURPOSES)[number]
export const SIGNING_PARTIES = ['owner', 'propertyOffice'] as const
export type SigningParty = (typeof SIGNING_PARTIES)[number]

/** A signature; the drawing is fetched by its number. `by` is who took it down. */
export interface Signature {
  number: number
  purpose: SignaturePurpose
  name: string
  party: SigningParty
  drawn: boolean
  at: Millis
  by: string
}

/** What the reporter was told when it takes longer (F6 of the service practice). */
export interface Delay {
  reason: string
  toldAt: Millis
  /** When it is now expected to be done. */
  expectedAt?: Millis
}

/** What a root-cause task is about: the fault that comes back, and the tickets that show it. */
export interface RootCauseOf {
  faultCode: string
  tickets: string[]
}

/** Why a fault came back, and what keeps it from doing so. */
export interface RootCause {
  statement: string
  correctiveAction: string
  at: Millis
}

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
  delay?: Delay
  repair?: Repair
  /** What was found, by its repair report or by who judged it otherwise since. */
  verdict?: Outcome
  signatures: Signature[]
  clocks: TicketClock[]
  parts: TicketPart[]
  timeline: TimelineEntry[]
}
