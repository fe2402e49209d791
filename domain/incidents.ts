import type { Millis } from './time.ts'

export const INCIDENT_KINDS = ['gateway', 'supply', 'flood'] as const
/** Why several faults are one: their gateway is silent, what feeds them tripped, or too many came at once. */
export type IncidentKind = (typeof INCIDENT_KINDS)[number]

/** Many faults with one cause. */
export interface Incident {
  id: string
  site: string
  kind: IncidentKind
  /** The gateway, the feeding equipment or the site that it is about. */
  about: string
  /** The fault that caused the others; a flood has none. */
  cause?: string
  ticket?: string
  openedAt: Millis
  closedAt?: Millis
  /** Until then members that still fire wait for the end of what is over; afterwards each has a ticket of its own. */
  releaseAt?: Millis
  members: number
  activeMembers: number
  lifeSafetyMembers: number
}
