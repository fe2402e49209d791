/** One point of a chart: a reading, or a bucket with its extremes. Times in milliseconds. */
export interface ChartPoint {
  ts: number
  value: number
  min?: number
  max?: number
}

/** uPlot's columns: seconds, values, least and greatest. */
export type Columns = [number[], (number | null)[], (number | null)[], (number | null)[]]

/** Puts points in columns; where more than `gapMs` lies between two, the line is broken instead of drawn across. */
export function toColumns(points: readonly ChartPoint[], gapMs: number): Columns {
  const columns: Columns = [[], [], [], []]
  const add = (ts: number, value: number | null, min: number | null, max: number | null) => {
    columns[0].push(ts / 1000)
    columns[1].push(value)
    columns[2].push(min)
    columns[3].push(max)
  }
  let before: number | undefined
  for (const { ts, value, min = value, max = value } of points) {
    if (before !== undefined && ts - before > gapMs) add(before + gapMs / 2, null, null, null)
    add(ts, value, min, max)
    before = ts
  }
  return columns
}

/** Adds what is newer than the last point, and forgets what is older than `from`. */
export function appendPoints(known: readonly ChartPoint[], fresh: readonly ChartPoint[], from: number): ChartPoint[] {
  const last = known.at(-1)?.ts ?? Number.NEGATIVE_INFINITY
  const newer = fresh.filter(point => point.ts > last).sort((a, b) => a.ts - b.ts)
  return [...known, ...newer].filter(point => point.ts >= from)
}
