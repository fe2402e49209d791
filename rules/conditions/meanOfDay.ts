import type { Millis } from '#domain/time.ts'
import type { Memory, Observation } from './context.ts'

const DAY_MS = 86_400_000
const BUCKET_MS = 1_800_000

type Bucket = readonly [start: Millis, sum: number, count: number]

/** The last day in half-hour buckets, so that its size does not depend on how often a metric is sampled. */
export type MeanWindow = { readonly from: Millis; readonly last: Millis; readonly buckets: readonly Bucket[] } & {
  readonly [key: string]: Memory
}

/** Takes in a sample that is newer than the last one; anything else leaves the window as it is. */
export function remember(window: MeanWindow | undefined, observed: Observation): MeanWindow {
  const known = window ?? { from: 0, last: -1, buckets: [] }
  if (typeof observed === 'string' || typeof observed.value !== 'number' || observed.ts <= known.last) return known
  const { ts, value } = observed
  const start = ts - (ts % BUCKET_MS)
  const recent = known.buckets.filter(b => b[0] > start - DAY_MS - BUCKET_MS)
  const newest = recent.at(-1)
  const from = newest ? known.from : ts
  if (newest?.[0] === start)
    return { from, last: ts, buckets: [...recent.slice(0, -1), [start, newest[1] + value, newest[2] + 1]] }
  return { from, last: ts, buckets: [...recent, [start, value, 1]] }
}

/** The mean of the samples of the last 24 h; undefined until the window covers them. */
export function meanOfDay(window: MeanWindow, now: Millis): number | undefined {
  if (window.last - window.from < DAY_MS) return undefined
  const inside = window.buckets.filter(b => b[0] + BUCKET_MS > now - DAY_MS)
  const count = inside.reduce((n, b) => n + b[2], 0)
  return count === 0 ? undefined : inside.reduce((sum, b) => sum + b[1], 0) / count
}
