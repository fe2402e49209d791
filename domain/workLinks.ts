import { type Static, Type } from 'typebox'
import type { Visit } from './checklists.ts'
import type { ConsentAsked } from './consent.ts'
import type { SentBack } from './sentBack.ts'
import { TicketMove } from './ticketCommands.ts'
import type { Priority, TicketStatus } from './tickets.ts'
import type { Millis } from './time.ts'

/** The moves that a contractor makes by a link; everything else is the desk's. */
export const LINK_MOVES = ['accepted', 'enRoute', 'onSite', 'repaired', 'closed'] as const
export type LinkMoveTo = (typeof LINK_MOVES)[number]

const { version, reason, proof, repair, delay, note } = TicketMove.properties

/** A move by link; what each needs is in `domain/ticketMoves.ts`. */
export const LinkMove = Type.Object(
  { to: Type.Enum([...LINK_MOVES]), version, reason, proof, repair, delay, note },
  { additionalProperties: false, $id: 'LinkMove' },
)
export type LinkMove = Static<typeof LinkMove>

/** A link as the desk sees it; its token is shown only when it is made. */
export interface WorkLink {
  id: string
  technician: string
  createdAt: Millis
  createdBy: string
  expiresAt: Millis
  revokedAt?: Millis
  token?: string
}

/** What a contractor sees of a ticket; nothing of who reported it. */
export interface LinkedWork {
  ticket: string
  version: number
  status: TicketStatus
  priority: Priority
  site: string
  equipment: { id: string; name: string }
  title?: string
  fault?: { name: string; name_zh: string }
  /** Who works by the link, and who else goes. */
  technician: string
  second?: string
  openedAt: Millis
  expiresAt: Millis
  /** When somebody has to be there, and when it has to be repaired, while that is promised. */
  arriveAt?: Millis
  resolveAt?: Millis
  /** The repair did not hold, or the desk does not take it for one; what was said with it stays with the desk. */
  sentBack?: Pick<SentBack<Millis>, 'at' | 'heldMs'>
  moves: LinkMoveTo[]
  /** Codes for the report with their English and Chinese names. */
  causes: string[][]
  actions: string[][]
  /** The owner has not signed the plan yet, without which nothing that costs is done. */
  consent?: ConsentAsked
  /** Of a visit of a plan. */
  visit?: Visit
}
