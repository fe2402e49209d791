import { type Static, Type } from 'typebox'
import type { CandidateReason } from './candidates.ts'
import type { OfferOutcome } from './dispatch.ts'
import type { Actor } from './people.ts'
import type { Millis } from './time.ts'

/** What somebody of a crew who is asked says. */
export const CrewAnswer = Type.Object(
  {
    answer: Type.Enum(['accepted', 'declined']),
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  },
  { additionalProperties: false, $id: 'CrewAnswer' },
)
export type CrewAnswer = Static<typeof CrewAnswer>

/** Those to whom a ticket is assigned: who leads, and who goes along. */
export interface CrewOf {
  technician?: string | null | undefined
  second?: string | null | undefined
}

/** Whether a technician is of a ticket's crew. A technician's user name is the technician's id. */
export const isInCrew = (technician: string, ticket: CrewOf): boolean =>
  technician === ticket.technician || technician === ticket.second

/** Whether somebody may do what belongs to the work on a ticket: the desk on every one, a technician on the own. */
export const worksOn = ({ role, username }: Pick<Actor, 'role' | 'username'>, ticket: CrewOf): boolean =>
  role === 'admin' || role === 'dispatcher' || (role === 'technician' && isInCrew(username, ticket))

/** One of those who go; the reasons are those for which the service chose them, none where a person did. */
export interface CrewMember {
  technician: string
  name: string
  phone?: string
  company?: string
  place: 'lead' | 'second'
  answer: 'proposed' | 'waiting' | 'accepted'
  askedAt?: Millis
  dueAt?: Millis
  reasons: CandidateReason[]
  against: CandidateReason[]
}

/** Somebody who was asked before and does not go. */
export interface AskedBefore {
  technician: string
  name: string
  askedAt: Millis
  endedAt: Millis
  outcome: OfferOutcome
}

/** Who goes to a ticket, and who was asked. */
export interface Crew {
  ticket: string
  /** How many people the work asks for. */
  needed: number
  members: CrewMember[]
  askedBefore: AskedBefore[]
  /** Since when it lacks somebody, and when that is looked for again. */
  lacking?: { since: Millis; retryAt: Millis }
}
