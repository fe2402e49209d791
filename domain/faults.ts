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

/** What the rules tell the maintenance stage. `id` is the same however often the same history is evaluated. */
export interface FaultTransition {
  id: string
  to: 'firing' | 'resolved'
  equipment: string
  site: string
  class: string
  code: string
  /** Event time of the transition. */
  at: Millis
  evidence: Evidence[]
}

/** A fault that is true, but not for long enough to fire yet (Prometheus' "pending"). */
export interface PendingFault {
  equipment: string
  code: string
  since: Millis
  /** When it fires if nothing changes. */
  firesAt: Millis
}

/** A fault as it stands in the operations database. */
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
}

export const isActive = (fault: Pick<Fault, 'state'>): boolean => fault.state !== 'resolved'
