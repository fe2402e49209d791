import { type Actor, seesSite, seesSome, type Technician } from '#domain/people.ts'

/** Who works at no site in particular works at every site. */
export const seesTechnician = (actor: Pick<Actor, 'sites'>, { sites }: Pick<Technician, 'sites'>): boolean =>
  seesSome(actor, sites)

/** A technician without the other sites at which the same person works. */
export function technicianAsSeen(actor: Pick<Actor, 'sites'>, { base, ...technician }: Technician): Technician {
  const sites = technician.sites.filter(site => seesSite(actor, site))
  return { ...technician, sites, ...(base !== undefined && seesSite(actor, base) && { base }) }
}
