import type { ClockKind } from './ticketClocks.ts'
import type { TicketStatus } from './tickets.ts'
import type { Millis } from './time.ts'

/**
 * Which time of a ticket a filter's `from` and `to` are about; `down`: the outage reaches into them. Of a visit of a plan,
 * `windowEnd`: when its due window ends; `tested`: a test on demand was answered then.
 */
export const FIGURE_TIMES = [
  'opened',
  'failed',
  'restored',
  'repaired',
  'closed',
  'down',
  'windowEnd',
  'tested',
] as const
export type FigureTime = (typeof FIGURE_TIMES)[number]

/** What a ticket counts as; the days and scores behind it are those of the report policy. */
export const FIGURE_MARKS = [
  'work',
  'failure',
  'outage',
  'fixed',
  'firstTime',
  'repeat',
  'reopened',
  'asked',
  'answered',
  'fixedAnswered',
  'satisfied',
  'followedUp',
  'overdue',
  'prediction',
  'confirmed',
  'refuted',
  'predicted',
  'freed',
  'alarm',
  'falseAlarm',
  'fixedArrived',
  'fixedProven',
  'planDue',
  'planInTime',
  'planLate',
  'planGivenUp',
  'planOverdue',
] as const
export type FigureMark = (typeof FIGURE_MARKS)[number]

/** The tickets behind a figure. `from` is inclusive, `to` exclusive; a list narrowed by it holds exactly what was counted. */
export interface TicketFilter {
  when?: FigureTime
  from?: Millis
  to?: Millis
  site?: string
  class?: string
  model?: string
  equipment?: string
  faultCode?: string
  cause?: string
  technician?: string
  is?: FigureMark
  open?: boolean
  /** With `kept`: what became of that promise. */
  clock?: ClockKind
  kept?: boolean
  /** Where the ticket stood when that promise ran out. */
  missedIn?: TicketStatus
  score?: number
  /** Of visits: the plan, a class and a model of equipment that they carry, the fault that a test on demand is of. */
  plan?: string
  carries?: string
  carriesModel?: string
  demandOf?: string
}

/** A number of tickets, and how to list them. */
export interface Counted {
  count: number
  filter: TicketFilter
}
