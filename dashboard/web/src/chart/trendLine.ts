import type { ForecastItem } from '../api/items.ts'

/** A straight line from one moment (ms) and value to another. */
export interface ChartTrend {
  from: { ts: number; value: number }
  to: { ts: number; value: number }
}

/** The line of a forecast, from the first of its days to where it is at the limit; to its newest day where that has no date. */
export function trendLine({ since, level, levelAt, slopePerDay, limit, at }: ForecastItem): ChartTrend | undefined {
  if (since === undefined || level === undefined || levelAt === undefined || slopePerDay === undefined) return undefined
  const newest = { ts: Date.parse(levelAt), value: level }
  const from = Date.parse(since)
  const value = level - (slopePerDay * (newest.ts - from)) / 86_400_000
  const to = at === undefined || limit === undefined ? newest : { ts: Date.parse(at), value: limit }
  return { from: { ts: from, value }, to }
}
