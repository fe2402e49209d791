import type { Comparison } from './condition.ts'
import type { Role } from './people.ts'
import type { Millis } from './time.ts'

export const SEVERITIES = ['major', 'general', 'advisory', 'predictive'] as const
/** 重大紧急, 一般紧急, 提示, 预测 (catalogue `enums.severity`). */
export type Severity = (typeof SEVERITIES)[number]

/** The value that decided, beside its limit where there is one. */
export interface Evidence {
  metric: string
  value: number | boolean | null
  ts: Millis
  limit?: number
}

/** The value furthest beyond a limit of a rule while a fault's own condition held. */
export interface Peak {
  metric: string
  op: Comparison
  value: number
  ts: Millis
  /** The limit of this piece of equipment at the time. */
  limit: number
  /** The parameter's value, where the limit is a multiple of one. */
  per?: number
}

/** How far a fault went and how long it lasted: what the limits of its rule are judged by later. */
export interface Seen {
  /** The longest time for which its own condition held without a break, its duration included, in seconds. */
  heldS: number
  peaks: readonly Peak[]
}

/** What the rules tell the maintenance stage. `id` is the same however often the same history is evaluated. */
export interface FaultTransition {
  id: string
  /**
   * `changed`: it still fires, came again or is graded otherwise. `firing` with the id of a fault that has ended and
   * more `occurrences` opens that row again, so that chattering stays in one row.
   */
  to: 'firing' | 'resolved' | 'changed'
  equipment: string
  site: string
  class: string
  code: string
  /** Event time of the transition. */
  at: Millis
  evidence: Evidence[]
  /** How often it has come in the row of this id, this time included; 1 when left out. It only counts up. */
  occurrences?: number
  /** How it is graded now, when that differs from what its rule says. */
  severity?: Severity
  /** Of one that has ended. */
  seen?: Seen
}

/** Ids of what a rule in shadow mode found begin so. */
export const SHADOW_PREFIX = 'shadow-'

/** Whether a transition is of a rule in shadow mode: recorded apart, without fault and ticket. */
export const isShadowFault = (id: string): boolean => id.startsWith(SHADOW_PREFIX)

/** A fault that is true, but not for long enough to fire yet (Prometheus' "pending"). */
export interface PendingFault {
  equipment: string
  code: string
  since: Millis
  /** When it fires if nothing changes. */
  firesAt: Millis
}

export const SUPPRESSIONS = ['window', 'incident', 'outOfService'] as const
/** What keeps a fault from a ticket and from notices; it is recorded and shown all the same (ISA-18.2 §11.8, §11.9). */
export type Suppression = (typeof SUPPRESSIONS)[number]

/** One line of a fault's history: who did what, when. */
export interface FaultEvent {
  at: Millis
  by: string
  event: string
  detail?: Record<string, unknown>
}

/** Ways to narrow a list of faults; `unacknowledged` counts those that have ended too. */
export const FAULT_MARKS = [
  'unacknowledged',
  'shelved',
  'suppressed',
  'outOfService',
  'standing',
  'chattering',
] as const
export type FaultMark = (typeof FAULT_MARKS)[number]

/**
 * A fault as it stands in the operations database. That it was acknowledged, has ended, is shelved or suppressed are
 * facts of their own, each with its time; none implies another (ISA-18.2 §5.3, IEC 62682).
 */
export interface Fault {
  id: string
  equipment: string
  site: string
  class: string
  code: string
  severity: Severity
  lifeSafety: boolean
  state: 'firing' | 'resolved'
  firedAt: Millis
  resolvedAt?: Millis
  evidence: Evidence[]
  acknowledgedAt?: Millis
  acknowledgedBy?: string
  comment?: string
  shelvedUntil?: Millis
  shelvedBy?: string
  shelveReason?: string
  ticket?: string
  /** Its rule has used up its tickets of the day, so it has none. */
  withheld?: boolean
  /** How often it came, and when it last did. */
  occurrences: number
  occurredAt: Millis
  /** It comes and goes so often that it counts as chattering until then. */
  chatteringAt?: Millis
  /** Since when it counts as standing: active for long without an end. */
  standingAt?: Millis
  suppressed?: Suppression
  /** The window, the incident or the line of `/api/out-of-service` that suppresses it. */
  suppressedBy?: string
  /** The window that keeps or kept it quiet, or in which it fired already. */
  window?: string
  /** The incident that it belongs to. */
  incident?: string
  /** How often people were told again because nobody has acknowledged it, and when they last were. */
  reminders: number
  remindedAt?: Millis
  /** The step of escalation that is reached (0: none), since when, and the role it has reached. */
  escalation: number
  escalatedAt?: Millis
  escalatedTo?: Role
}

export const isActive = (fault: Pick<Fault, 'state'>): boolean => fault.state !== 'resolved'
