/** A list as the API gives it; `nextCursor` is absent on the last page. */
export interface Page<T> {
  items: T[]
  nextCursor?: string
}

/** Where a list goes on, and how much of it is asked for. */
export interface PageQuery {
  cursor?: string | undefined
  limit?: number | undefined
}

/** What a list may be narrowed to: one site, and those that the reader may see; an empty `sites` means every site. */
export interface SiteScope {
  site?: string | undefined
  sites?: readonly string[] | undefined
}

export interface SiteQuery extends PageQuery, SiteScope {}
