import { type Actor, seesSite, type Technician } from '#domain/people.ts'

/** Who works at no site in particular works at every site. */
export const seesTechnician = (actor: Pick<Actor, 'sites'>, { sites }: Pick<Technician, 'sites'>): boolean =>
  sites.length === 0 || actor.sites.length === 0 || sites.some(site => actor.sites.includes(site))

/** A technician without the other sites at which the same person works. */
export function technicianAsSeen(actor: Actor, { base, ...technician }: Technician): Technician {
  const sites = technician.sites.filter(site => seesSite(actor, site))
  return { ...technician, sites, ...(base !== undefined && seesSite(actor, base) && { base }) }
}
