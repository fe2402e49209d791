import type { Bucket } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

export type Resolution = 'raw' | 'minute' | 'hour'

/** A part of a range and where it is read from. */
export interface Piece {
  from: Millis
  to: Millis
  source: Resolution
}

/** What is rolled up, and from when on there are raw points. */
export interface Progress {
  rolledTo: Millis
  rawFrom: Millis
}

const MINUTE = { ms: MINUTE_MS, source: 'minute' } as const
const HOUR = { ms: HOUR_MS, source: 'hour' } as const

export const floorTo = (ms: Millis, unit: number): Millis => ms - (ms % unit)
const ceilTo = (ms: Millis, unit: number): Millis => floorTo(ms + unit - 1, unit)

/**
 * Cuts `[from, to)` into pieces, oldest first, each to be read at the coarsest resolution that answers buckets of
 * `everyMs` exactly; what no rollup covers yet is read raw. Where raw points are gone, minutes answer narrower buckets too.
 */
export function piecesOf(
  span: { from: Millis; to: Millis },
  everyMs: number,
  { rolledTo, rawFrom }: Progress,
): Piece[] {
  const cut = (from: Millis, to: Millis, units: readonly (typeof MINUTE | typeof HOUR)[]): Piece[] => {
    if (from >= to) return []
    const [unit, ...finer] = units
    if (unit === undefined) return [{ from, to, source: 'raw' }]
    const first = ceilTo(from, unit.ms)
    const last = floorTo(Math.min(to, rolledTo), unit.ms)
    if (first >= last) return cut(from, to, finer)
    return [...cut(from, first, finer), { from: first, to: last, source: unit.source }, ...cut(last, to, finer)]
  }
  if (everyMs % HOUR_MS === 0) return cut(span.from, span.to, [HOUR, MINUTE])
  if (everyMs % MINUTE_MS === 0) return cut(span.from, span.to, [MINUTE])
  const gone = Math.max(span.from, Math.min(span.to, floorTo(rawFrom, MINUTE_MS)))
  return [...cut(span.from, gone, [MINUTE]), ...cut(gone, span.to, [])]
}

/** One bucket of several that have the same start; safe where the sum of all values would be infinite. */
function mergeTwo(a: Bucket, b: Bucket): Bucket {
  const count = a.count + b.count
  const min = Math.min(a.min, b.min)
  const max = Math.max(a.max, b.max)
  const mean = a.mean * (a.count / count) + b.mean * (b.count / count)
  return { ts: a.ts, mean: Math.min(max, Math.max(min, mean)), min, max, count }
}

/** Buckets of several pieces, placed in buckets of `everyMs`, oldest first. */
export function mergeBuckets(buckets: readonly Bucket[], everyMs: number): Bucket[] {
  const merged = new Map<Millis, Bucket>()
  for (const bucket of buckets) {
    const ts = floorTo(bucket.ts, everyMs)
    const known = merged.get(ts)
    merged.set(ts, known === undefined ? { ...bucket, ts } : mergeTwo(known, bucket))
  }
  return [...merged.values()].sort((a, b) => a.ts - b.ts)
}
