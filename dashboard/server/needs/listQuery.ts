export interface ListQuery {
  cursor?: string
  limit?: number
}

/** `sites` are those the reader may see; empty means all. */
export interface SiteQuery extends ListQuery {
  site?: string
  sites?: readonly string[]
}
