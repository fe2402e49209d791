import type { Evidence } from './faults.ts'
import type { Millis } from './time.ts'

/** One time that a rule would have fired; without `clearedAt` it had not cleared by the end. */
export interface BacktestFiring {
  equipment: string
  firedAt: Millis
  clearedAt?: Millis
  evidence: Evidence[]
}

/** How what a rule would have found lies to what was found: `hits` and `misses` of theirs, and firings that met none. */
export interface Overlap {
  hits: number
  misses: number
  extra: number
}

/** What a rule would have done over stored telemetry. */
export interface BacktestReport {
  code: string
  class: string
  from: Millis
  to: Millis
  equipment: number
  readings: number
  firings: number
  /** Firings a day over the whole range: the tickets that it would open at most. */
  perDay: number
  /** The first 200 firings, oldest first. */
  listed: BacktestFiring[]
  /** Beside the tickets of the same fault, or, of a rule that is new, all tickets of the equipment. */
  tickets: Overlap
  faults: Overlap
  /** Parts of its conditions that telemetry cannot answer. */
  unsupported: string[]
  tookMs: number
}

export interface BacktestProgress {
  /** 0 to 1. */
  done: number
  readings: number
  firings: number
}
