export type Point = readonly [x: number, y: number]

export interface Line {
  /** Median of the slopes of all pairs (Theil 1950, Sen 1968): a quarter of the points may be wild. */
  slope: number
  /** Median of `y - slope x`. */
  intercept: number
  /** Kendall's statistic in standard deviations (Mann-Kendall test); beyond 2.33 chance is below 1 % one-sided. */
  z: number
}

/** A robust line through at least two points with different x. Quadratic in their number. */
export function theilSen(points: readonly Point[]): Line {
  const slopes: number[] = []
  let rising = 0
  for (const [i, [x, y]] of points.entries())
    for (const [x2, y2] of points.slice(i + 1)) {
      slopes.push((y2 - y) / (x2 - x))
      rising += Math.sign(y2 - y)
    }
  const slope = median(slopes)
  const n = points.length
  const deviation = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)
  return { slope, intercept: median(points.map(([x, y]) => y - slope * x)), z: rising / deviation }
}

export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}
