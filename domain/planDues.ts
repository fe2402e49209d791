import type { SiteQuery } from './page.ts'

/** Where a plan stands at a subject: its window has not begun, is open, or is over. */
export const DUE_STATES = ['later', 'due', 'overdue'] as const
export type DueState = (typeof DUE_STATES)[number]

/** What is due: days of the site, both inclusive, of the due day. */
export interface DueQuery extends SiteQuery {
  from?: string | undefined
  to?: string | undefined
  equipment?: string | undefined
  plan?: string | undefined
  state?: DueState | undefined
  /** Of a visit to a whole site: one of the classes of its plan. */
  class?: string | undefined
  /** Goes to the visit that is open for it. */
  technician?: string | undefined
  /** Part of the name or the id of the plan, the equipment or the site. */
  text?: string | undefined
}

/** How many lines of the list of what is due a day has. */
export interface DueDay {
  day: string
  lines: number
  overdue: number
}

/** When a plan is due next, for one piece of equipment or for a site. Days are the site's. */
export interface PlanDue {
  plan: string
  name: string
  name_zh: string
  site: string
  /** Left out where one visit is for the whole site. */
  equipment?: string
  /** How many pieces of equipment it is about. */
  pieces: number
  dueDay: string
  windowStart: string
  windowEnd: string
  state: DueState
  /** The visit that is open for it, perhaps one of a longer plan. */
  visit?: { ticket: string; plan: string; dueDay: string }
  /** The last visit; `stated`: somebody told of it, the service has no record. */
  last?: { day: string; stated: boolean; ticket?: string }
}
