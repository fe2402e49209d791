import type { Registry } from '#database/registry.ts'
import type { Equipment, Site } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import { type Actor, seesSite } from '#domain/people.ts'

/** Something of a site that the actor may see. What lies at other sites is answered like what does not exist. @throws CodedError NOT_FOUND */
export function mustSee<T extends { site: string }>(actor: Actor, item: T | undefined): T {
  if (!item || !seesSite(actor, item.site)) throw new CodedError('NOT_FOUND')
  return item
}

/** @throws CodedError NOT_FOUND */
export const mustSeeEquipment = (registry: Registry, actor: Actor, id: string): Equipment =>
  mustSee(actor, registry.equipment(id))

/** @throws CodedError NOT_FOUND */
export function mustSeeSite(registry: Registry, actor: Actor, id: string): Site {
  const site = registry.site(id)
  if (!site || !seesSite(actor, id)) throw new CodedError('NOT_FOUND')
  return site
}

/**
 * The one site that a report over `site` is about; undefined for all.
 * @throws CodedError FORBIDDEN, UNKNOWN_SITE, BAD_REQUEST when one has to be named
 */
export function reportSite(
  registry: Pick<Registry, 'site'>,
  actor: Actor,
  site: string | undefined,
): string | undefined {
  if (site !== undefined) {
    if (!seesSite(actor, site)) throw new CodedError('FORBIDDEN', { site })
    if (!registry.site(site)) throw new CodedError('UNKNOWN_SITE', { site })
    return site
  }
  if (actor.sites.length > 1)
    throw new CodedError('BAD_REQUEST', {
      problems: [{ path: '/site', message: 'name one of your sites' }],
      sites: actor.sites,
    })
  return actor.sites[0]
}
