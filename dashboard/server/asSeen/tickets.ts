import { namedTickets, withoutUnseen } from '#domain/namedTickets.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import type { Ticket } from '#domain/tickets.ts'
import type { TicketVerbs } from '../needs/tickets.ts'

type Sites = Pick<TicketVerbs, 'sites'>

/** Whether an actor may see a ticket, by where tickets are; one that is nowhere nobody sees. */
export const seesTicket =
  (actor: Pick<Actor, 'sites'>, sites: ReadonlyMap<string, string>) =>
  (ticket: string): boolean => {
    const site = sites.get(ticket)
    return site !== undefined && seesSite(actor, site)
  }

/** Which of these tickets an actor may see; for who sees every site none is looked up. */
export async function seenTickets(
  { sites }: Sites,
  actor: Actor,
  ids: readonly string[],
): Promise<(ticket: string) => boolean> {
  return actor.sites.length === 0 ? () => true : seesTicket(actor, await sites(ids))
}

/** Tickets of the actor's sites as they are told: stock is shared by all sites, so they may have to do with others'. */
export async function ticketsAsSeen<T extends Pick<Ticket, 'timeline'>>(
  tickets: Sites,
  actor: Actor,
  some: readonly T[],
): Promise<T[]> {
  const sees = await seenTickets(tickets, actor, some.flatMap(namedTickets))
  return some.map(ticket => withoutUnseen(ticket, sees))
}

export const ticketAsSeen = async <T extends Pick<Ticket, 'timeline'>>(
  tickets: Sites,
  actor: Actor,
  ticket: T,
): Promise<T> => (await ticketsAsSeen(tickets, actor, [ticket]))[0] as T
