import type { MetricValue } from './telemetry.ts'
import type { Millis } from './time.ts'

/** How one rule of the catalogue is doing, over all the equipment of its class. */
export interface RuleHealth {
  class: string
  code: string
  /** False when nothing of its condition can be evaluated: it then fires only by a device's own event. */
  supported: boolean
  /** What of its conditions the rules cannot evaluate: `trend`, `external:correlation`; these parts count as false. */
  unsupported: string[]
  evaluations: number
  firings: number
  lastEvaluated?: Millis
  errors: number
  /** Microseconds that its evaluations took, estimated from those of which the time was taken; left out before the first. */
  timeUs?: number
  /** Its part of the time of all rules, 0 to 1. */
  timeShare?: number
  lastError?: string
}

export interface RuleStats {
  /** The spool position up to which records are evaluated. */
  position: number
  /** Records of the last read when it came back full, which means that more are waiting; otherwise 0. */
  lagRecords: number
  /** Rules evaluated since the start. */
  evaluated: number
  /** Faults of which the condition is true, but not for long enough to fire yet. */
  pending: number
  /** The newest measurement time seen; 0 before the first. */
  eventTime: Millis
}

/** The newest values of a piece of equipment, as the rules see them. */
export interface EquipmentView {
  lastSeen?: Millis
  values: ReadonlyMap<string, { value: MetricValue; ts: Millis }>
}
