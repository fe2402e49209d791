import type { Condition } from './condition.ts'
import type { FaultRule } from './equipmentClass.ts'
import type { Evidence } from './faults.ts'
import type { Millis } from './time.ts'
import type { Outcome } from './verdicts.ts'

/** A share, 0 to 1, with its 95 % interval (Wilson). */
export interface Share {
  value: number
  low: number
  high: number
}

interface BothLanguages {
  en: string
  zh: string
}

/** The limit or the duration that would have told genuine tickets from false ones best; always a stricter one. */
export interface BetterLimit {
  what: 'limit' | 'duration'
  /** Where it stands in the rule, JSON pointers: `/condition/of/1/value`, `/condition/forS`. */
  paths: string[]
  /** Of a limit: what it holds for. */
  metrics?: string[]
  /** Now and better: in the metric's unit, a factor of the parameter `per`, or seconds. */
  now: number
  better: number
  per?: string
  /** How many of the genuine tickets it would still have opened, and how many of the false ones not. */
  kept: number
  spared: number
  /** Sensitivity + specificity − 1 (Youden 1950) of the better one; the present one's is 0. */
  youden: number
  /** What the precision would have been. */
  precision: Share
  /** The whole condition with it: to be tried by a backtest, or taken over. */
  condition: Condition
  explanation: BothLanguages
}

/** A ticket with a verdict: whose, when it was opened, and whether its fault was genuine. */
export interface LabelledCase {
  equipment: string
  at: Millis
  genuine: boolean
}

/** What a suggested limit does when the labelled tickets are played again from stored telemetry. */
export interface BetterReplay {
  /** Of the tickets that could be played again: the genuine ones with those kept, the false ones with those spared. */
  genuine: number
  kept: number
  wrong: number
  spared: number
  unknown: number
  confirmed: boolean
}

/** Too few verdicts; nothing in the rule that could be moved; nothing that tells them apart; or only at the cost of a genuine one of a rule about danger to life. */
export const NO_BETTER = ['tooFew', 'noLimit', 'notApart', 'lifeSafety'] as const
export type NoBetter = (typeof NO_BETTER)[number]

/** The verdict on one ticket of a rule. */
export interface TicketVerdict {
  ticket: string
  equipment: string
  outcome: Outcome
  closedAt: Millis
}

/** How often a rule was right, by the verdicts on its tickets that were closed since `from`. */
export interface RulePrecision {
  from: Millis
  verdicts: number
  genuine: number
  noFaultFound: number
  sensor: number
  /** Genuine ones among all; left out while there is none. */
  precision?: Share
  /** The same of tickets that were opened since the version in force; left out for the catalogue's own. */
  ofVersion?: { verdicts: number; genuine: number; precision?: Share }
  better?: BetterLimit
  noBetter?: { why: NoBetter; explanation: BothLanguages }
  /** The newest 100, newest first; of a single rule only. */
  tickets?: TicketVerdict[]
}

/** One time that a rule in shadow mode would have fired. */
export interface ShadowFinding {
  id: string
  equipment: string
  firedAt: Millis
  resolvedAt?: Millis
  evidence: Evidence[]
}

export interface ShadowRecord {
  found: number
  open: number
  lastFiredAt?: Millis
  /** The newest 50, newest first; of a single rule only. */
  findings?: ShadowFinding[]
}

/** A day (Asia/Shanghai) of a rule's ticket budget: how many it opened, and how many the budget stopped. */
export interface BudgetDay {
  day: string
  opened: number
  withheld: number
}

export interface BudgetRecord extends BudgetDay {
  /** The most it may open a day; left out when it has no budget. */
  perDay?: number
  /** The days of the last 30 on which it opened any or was stopped, newest first; of a single rule only. */
  days?: BudgetDay[]
}

/** What became of what a rule found: right or wrong, on trial, and against its ticket budget. */
export interface RuleRecord {
  precision: RulePrecision
  shadow: ShadowRecord
  budget: BudgetRecord
}

/** A rule as it is in force, since when (left out: the catalogue's own). */
export interface RuleAsked {
  class: string
  rule: FaultRule
  since?: Millis
}

export interface RuleRecordQuery {
  rules: readonly RuleAsked[]
  /** Whether the lists are wanted. */
  detailed?: boolean
  sites?: readonly string[]
}
