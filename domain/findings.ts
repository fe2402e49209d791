import type { SiteQuery } from './page.ts'
import type { Priority, TicketStatus } from './tickets.ts'
import type { Millis } from './time.ts'

/** What became of a finding: its ticket runs, its ticket has ended, or it was mended on the spot. */
export const FINDING_STATES = ['open', 'ended', 'mended'] as const
export type FindingState = (typeof FINDING_STATES)[number]

/** `from` inclusive, `to` exclusive, of when it was answered. */
export interface FindingQuery extends SiteQuery {
  from?: Millis | undefined
  to?: Millis | undefined
  equipment?: string | undefined
  /** The plan of the visit. */
  plan?: string | undefined
  state?: FindingState | undefined
  class?: string | undefined
  /** Goes to the ticket that follows. */
  technician?: string | undefined
  /** Part of the note, or of the name or the id of the plan, the equipment or the site. */
  text?: string | undefined
  /** The ticket that follows. */
  followUp?: string | undefined
}

/** What a visit found not to be as it has to be (hazard list, V3 of the service practice). */
export interface PlanFinding {
  /** The ticket of the visit. */
  ticket: string
  plan: string
  site: string
  equipment: string
  item: string
  name: string
  name_zh: string
  value?: number
  unit?: string
  note?: string
  /** Numbers of photos of the visit's ticket. */
  photos: number[]
  state: FindingState
  followUp?: { ticket: string; status: TicketStatus; priority: Priority }
  at: Millis
  by: string
}
