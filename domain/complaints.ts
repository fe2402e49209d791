import type { Contact } from './contact.ts'
import type { Role } from './people.ts'
import type { Span } from './promise.ts'
import type { Millis } from './time.ts'

/**
 * The life of a complaint (ISO 10002:2018 §8.2 to §8.9): received, acknowledged to the complainer, investigated,
 * answered, then accepted by the complainer or escalated, closed.
 */
export const COMPLAINT_STATUSES = [
  'registered',
  'acknowledged',
  'investigated',
  'answered',
  'accepted',
  'escalated',
  'closed',
] as const
export type ComplaintStatus = (typeof COMPLAINT_STATUSES)[number]

export const COMPLAINT_CHANNELS = ['phone', 'visit', 'letter', 'mail', 'web', 'followUp'] as const
export type ComplaintChannel = (typeof COMPLAINT_CHANNELS)[number]

/** What a complainer is promised; `answer` runs anew with each escalation. */
export const COMPLAINT_CLOCKS = ['acknowledge', 'answer', 'close'] as const
export type ComplaintClockKind = (typeof COMPLAINT_CLOCKS)[number]

/** What the investigation found; `cause` is one of the service levels' causes. */
export interface ComplaintFinding {
  founded: boolean
  cause: string
  note: string
}

export interface ComplaintClock {
  kind: ComplaintClockKind
  /** Counts the escalations before it. */
  round: number
  startedAt: Millis
  dueAt: Millis
  stoppedAt?: Millis
  breachedAt?: Millis
  span: Span
  escalations: { level: number; role: Role; dueAt: Millis; firedAt?: Millis }[]
}

export interface ComplaintEvent {
  at: Millis
  by: string
  event: string
  from?: ComplaintStatus
  to?: ComplaintStatus
  detail?: Record<string, unknown>
}

export interface Complaint {
  id: string
  version: number
  /** Unknown until somebody finds out. */
  site?: string
  /** One of the service levels' kinds. */
  kind: string
  status: ComplaintStatus
  channel: ComplaintChannel
  text: string
  ticket?: string
  technician?: string
  equipment?: string
  /** Kept for so long as the service levels say (D2). */
  contact?: Contact
  policy: number
  escalations: number
  registeredAt: Millis
  closedAt?: Millis
  handler?: string
  finding?: ComplaintFinding
  answer?: string
  /** What is done so that the same does not come again (C1). */
  measure?: string
  clocks: ComplaintClock[]
  history: ComplaintEvent[]
}

/** What the complainer sees of a complaint. */
export interface ComplaintProgress {
  complaint: string
  kind: string
  status: ComplaintStatus
  registeredAt: Millis
  /** By when an answer is promised, while it is owed. */
  answerDueAt?: Millis
  answer?: string
  steps: { at: Millis; to: ComplaintStatus }[]
}
