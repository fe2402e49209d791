import type { SiteScope } from '#domain/page.ts'

/** The sites that a list shows, or undefined for all. */
export function sitesShown({ site, sites = [] }: SiteScope): readonly string[] | undefined {
  if (site === undefined) return sites.length === 0 ? undefined : sites
  return sites.length === 0 || sites.includes(site) ? [site] : []
}
