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
  const slopes = slopesOf(points)
  const slope = median(slopes)
  const rising = slopes.reduce((sum, each) => sum + Math.sign(each), 0)
  return {
    slope,
    intercept: median(points.map(([x, y]) => y - slope * x)),
    z: rising / kendallDeviation(points.length),
  }
}

/** The slopes of all pairs of points, which are in the order of their x. */
export const slopesOf = (points: readonly Point[]): number[] =>
  points.flatMap(([x, y], i) => points.slice(i + 1).map(([x2, y2]) => (y2 - y) / (x2 - x)))

/** The standard deviation of Kendall's statistic of `n` points without a trend. */
export const kendallDeviation = (n: number): number => Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)

export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}
