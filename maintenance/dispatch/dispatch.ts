import type { SiteDispatch, SiteDispatchChange } from '#domain/dispatch.ts'
import type { Actor } from '#domain/people.ts'
import type { Workshop } from '../needs.ts'
import { changeSiteDispatch, siteDispatch } from './siteDispatch.ts'

/** Who goes: how each site decides it. */
export interface Dispatch {
  site(site: string): Promise<SiteDispatch>
  /** @throws CodedError UNKNOWN_SITE, STALE_VERSION with the version that holds, BAD_REQUEST */
  change(site: string, change: SiteDispatchChange, actor: Actor): Promise<SiteDispatch>
}

export function createDispatch(needs: Workshop): Dispatch {
  return {
    site: site => siteDispatch(needs.database.db, needs.catalogue.dispatch, site),
    change: (site, change, actor) => changeSiteDispatch(needs, site, change, actor),
  }
}
