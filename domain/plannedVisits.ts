import type { SiteQuery } from './page.ts'
import type { TicketStatus } from './tickets.ts'
import type { Millis } from './time.ts'

/**
 * Where a planned visit stands: `planned` it is foreseen and has no ticket yet, `due` its ticket is open and in time, `overdue`
 * its window is over, `done`, `givenUp`.
 */
export const VISIT_STATES = ['planned', 'due', 'overdue', 'done', 'givenUp'] as const
export type VisitState = (typeof VISIT_STATES)[number]

/** Visits by the day on which they are due: days of the site, both inclusive. */
export interface VisitQuery extends SiteQuery {
  from: string
  to: string
  plan?: string | undefined
  /** Of a visit to a whole site: one of the classes of its plan. */
  class?: string | undefined
  /** Goes to the visit; what is only foreseen is nobody's. */
  technician?: string | undefined
  state?: VisitState | undefined
  /** Part of the name or the id of the plan, the equipment or the site. */
  text?: string | undefined
}

/** A visit of a plan that was, is, or will be. */
export interface PlannedVisit {
  plan: string
  name: string
  name_zh: string
  site: string
  /** Left out where it is to the whole site. */
  equipment?: string
  /** The day on which it is due, at the site. */
  day: string
  windowEnd: string
  state: VisitState
  /** Its ticket, once that is open. */
  ticket?: string
  status?: TicketStatus
  technician?: string
  second?: string
  doneAt?: Millis
}

/** How many visits are due on a day, by where they stand. */
export type VisitDay = { day: string } & Record<VisitState, number>
