import type { Candidates } from '#domain/candidates.ts'
import type { Crew, CrewAnswer } from '#domain/crew.ts'
import type { SiteDispatch, SiteDispatchChange } from '#domain/dispatch.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { Ticket } from '#domain/tickets.ts'
import type { Workshop } from '../needs.ts'
import { answerCrew } from './crew/answerCrew.ts'
import { ticketCrew } from './crew/ticketCrew.ts'
import { grabTicket, openPool } from './grabTicket.ts'
import { changeSiteDispatch, siteDispatch } from './siteDispatch.ts'
import { ticketCandidates } from './ticketCandidates.ts'

/** Who goes: how each site decides it. */
export interface Dispatch {
  /** Who could be sent to a ticket, the best first. @throws CodedError NOT_FOUND */
  candidates(ticket: string): Promise<Candidates>
  /** Who goes to a ticket, who was asked before, what is missing. @throws CodedError NOT_FOUND */
  crew(ticket: string): Promise<Crew>
  /** Who is asked to go along says yes or no. @throws CodedError NOT_FOUND, TICKET_ENDED, FORBIDDEN, CERTIFICATE_EXPIRED, CERTIFICATE_MISSING */
  answer(ticket: string, answer: CrewAnswer, actor: Actor): Promise<void>
  /** What waits for somebody to take it, the oldest first. */
  pool(actor: Actor): Promise<Ticket[]>
  /** A technician takes a ticket from the pool. @throws CodedError NOT_FOUND, FORBIDDEN, TICKET_TAKEN, CERTIFICATE_EXPIRED, CERTIFICATE_MISSING */
  grab(ticket: string, actor: Actor): Promise<void>
  /** @throws CodedError NOT_FOUND */
  site(site: string): Promise<SiteDispatch>
  /** @throws CodedError UNKNOWN_SITE, STALE_VERSION with the version that holds, BAD_REQUEST */
  change(site: string, change: SiteDispatchChange, actor: Actor): Promise<SiteDispatch>
}

export function createDispatch(needs: Workshop): Dispatch {
  return {
    candidates: ticket => ticketCandidates(needs, ticket),
    crew: ticket => ticketCrew(needs, ticket),
    answer: (ticket, answer, actor) => answerCrew(needs, ticket, answer, actor),
    pool: actor => openPool(needs, actor),
    grab: (ticket, actor) => grabTicket(needs, ticket, actor),
    site: async site => {
      if (!needs.site(site)) throw new CodedError('NOT_FOUND', { site })
      return await siteDispatch(needs.database.db, needs.catalogue.dispatch, site)
    },
    change: (site, change, actor) => changeSiteDispatch(needs, site, change, actor),
  }
}
