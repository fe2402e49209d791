import type { SampleCount } from '#domain/completeness.ts'
import type { Bucket } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'

const HOUR = 3_600_000

/** A stretch of time, `[from, to)`. */
export interface Span {
  from: Millis
  to: Millis
}

/** How much of the spans, which do not overlap, lies within `[from, to)`, in milliseconds. */
const within = (spans: readonly Span[], from: Millis, to: Millis): number =>
  spans.reduce((sum, span) => sum + Math.max(0, Math.min(to, span.to) - Math.max(from, span.from)), 0)

const sum = (counts: readonly SampleCount[]): SampleCount => ({
  expected: counts.reduce((all, { expected }) => all + expected, 0),
  received: counts.reduce((all, { received }) => all + received, 0),
})

/**
 * The samples of one metric in the time in which they were to come. What comes more often than its period in one hour makes
 * up for no gap in another; of what comes more seldom than every hour the day counts as a whole.
 * @param periodMs from one sample to the next @param served when samples were to come, without overlaps
 * @param hours how many came, by the hour (UTC)
 */
export function countSamples(
  periodMs: number,
  served: readonly Span[],
  hours: readonly Pick<Bucket, 'ts' | 'count'>[],
): SampleCount {
  const bounded = (ms: number, came: number): SampleCount => {
    const expected = Math.floor(ms / periodMs)
    return { expected, received: Math.min(expected, came) }
  }
  if (periodMs > HOUR)
    return bounded(
      within(served, 0, Number.MAX_SAFE_INTEGER),
      hours.reduce((all, { count }) => all + count, 0),
    )
  const came = new Map(hours.map(({ ts, count }) => [ts, count]))
  const first = Math.min(...served.map(({ from }) => Math.floor(from / HOUR)))
  const last = Math.max(...served.map(({ to }) => Math.ceil(to / HOUR)))
  return sum(
    Array.from({ length: Math.max(0, last - first) }, (_, i) => {
      const at = (first + i) * HOUR
      return bounded(within(served, at, at + HOUR), came.get(at) ?? 0)
    }),
  )
}
