import type { Point } from '#domain/telemetry.ts'
import type { RangeQuery, TelemetryStore } from '#domain/telemetryStore.ts'

/** Points read at a time of one metric: what a year of a metric by the minute holds is never in memory at once. */
const PAGE = 20_000

/** One metric of one piece of equipment, read page by page, oldest first. */
export interface SeriesCursor {
  metric: string
  /** The next point; undefined when the page at hand, or everything, is read. */
  next(): Point | undefined
  advance(): void
  /** Reads the next page when the one at hand is done. */
  fill(): Promise<void>
}

export function seriesCursor(store: Pick<TelemetryStore, 'range'>, query: RangeQuery): SeriesCursor {
  let page: Point[] = []
  let index = 0
  let { from } = query
  let more = true
  return {
    metric: query.metric,
    next: () => page[index],
    advance: () => {
      index++
    },
    fill: async () => {
      if (!more || index < page.length) return
      page = await store.range({ ...query, from, limit: PAGE })
      index = 0
      more = page.length === PAGE
      from = (page.at(-1)?.ts ?? from) + 1
    },
  }
}
