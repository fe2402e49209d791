const HOUR_MS = 3_600_000

/** How coarse points are asked for: as the API names it, and in milliseconds. */
export interface Coarseness {
  name: string
  ms: number
}

/** The ranges of time a chart offers; the shortest is asked for raw. */
export const RANGES = [
  { value: '1h', ms: HOUR_MS, every: undefined },
  { value: '6h', ms: 6 * HOUR_MS, every: { name: '1m', ms: 60_000 } },
  { value: '24h', ms: 24 * HOUR_MS, every: { name: '5m', ms: 300_000 } },
  { value: '7d', ms: 168 * HOUR_MS, every: { name: '30m', ms: 1_800_000 } },
  { value: '30d', ms: 720 * HOUR_MS, every: { name: '2h', ms: 7_200_000 } },
] as const

export type RangeName = (typeof RANGES)[number]['value']

/** The coarseness for any span: at most about 400 points of the coarser kinds. */
export const everyFor = (spanMs: number): Coarseness | undefined =>
  (RANGES.find(range => spanMs <= range.ms) ?? RANGES.at(-1))?.every
