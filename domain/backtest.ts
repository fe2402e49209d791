import type { Evidence } from './faults.ts'
import type { Millis } from './time.ts'

/** One time that a rule would have fired; without `clearedAt` it had not cleared by the end. */
export interface BacktestFiring {
  equipment: string
  firedAt: Millis
  clearedAt?: Millis
  evidence: Evidence[]
  /** The tickets that were about the same thing. */
  tickets: string[]
}

/** A ticket that no firing met. */
export interface MissedTicket {
  ticket: string
  equipment: string
  at: Millis
}

/** How what a rule would have found lies to what was found: `hits` and `misses` of theirs, and firings that met none. */
export interface Overlap {
  hits: number
  misses: number
  extra: number
}

/** What one rule would have done over stored telemetry. */
export interface RuleBacktest {
  code: string
  class: string
  equipment: number
  firings: number
  /** Firings a day over the whole range: the tickets that it would open at most. */
  perDay: number
  /** It fires so often that not all firings were compared; `firings` counts them all. */
  cutOff?: true
  /** The first 200 firings, oldest first. */
  listed: BacktestFiring[]
  /** Beside the tickets of the same fault, or, of a rule that is new, all tickets of the equipment. */
  tickets: Overlap
  /** The first 200 that it missed, oldest first. */
  missed: MissedTicket[]
  faults: Overlap
  /** Parts of its conditions that telemetry, one piece of equipment at a time, cannot answer. */
  unsupported: string[]
}

/** What was played to find it. */
export interface BacktestRun {
  from: Millis
  to: Millis
  readings: number
  tookMs: number
}

/** What one rule would have done. */
export interface BacktestReport extends RuleBacktest, BacktestRun {}

/** What several rules together would have done, and each of them. */
export interface BacktestOverview extends BacktestRun {
  equipment: number
  firings: number
  perDay: number
  /** The firings of any of the rules beside all tickets of the equipment, whatever they were about. */
  tickets: Overlap
  /** The first 200 tickets that none of the rules would have found, oldest first. */
  missed: MissedTicket[]
  /** By code. */
  rules: RuleBacktest[]
}

export interface BacktestProgress {
  /** 0 to 1. */
  done: number
  readings: number
  firings: number
}
