import { kendallDeviation, type Line, median, type Point, slopesOf } from '../conditions/theilSen.ts'

/** The probability that the interval holds the crossing, and its quantile of the normal distribution. */
export const CONFIDENCE = 0.8
const QUANTILE = 1.2816
/** A median's deviation against a mean's, and a median absolute deviation against a standard one (normal noise). */
const OF_MEDIAN = Math.sqrt(Math.PI / 2)
const OF_MAD = 1.4826

/**
 * Between which x the line crosses `limit`, from what the points leave open about its slope (Sen 1968) and its height, by
 * Fieller's theorem (1954). Holds for noise around a straight line; noise that lasts over days widens it, but wear that
 * goes faster or slower than before, or recovers, is not in it.
 * @returns `to` Infinity where the points do not exclude that it never does
 */
export function crossing(points: readonly Point[], line: Line, limit: number): { from: number; to: number } {
  const quantile = studentQuantile(points.length - 2) * Math.sqrt(1 / independence(points, line))
  const centre = points.reduce((sum, [x]) => sum + x, 0) / points.length
  const sign = Math.sign(line.slope)
  const slope = Math.abs(line.slope)
  const distance = sign * (limit - line.intercept - line.slope * centre)
  const slopeError = quantile * slopeDeviation(points)
  const heightError = quantile * heightDeviation(points, line)
  const a = slope ** 2 - slopeError ** 2
  const b = slope * distance
  const c = distance ** 2 - heightError ** 2
  const root = Math.sqrt(Math.max(0, b ** 2 - a * c))
  return { from: centre + c / (b + root), to: a > 0 ? centre + (b + root) / a : Infinity }
}

/** Student's quantile from the normal one (Cornish-Fisher, first term). */
const studentQuantile = (freedom: number): number => QUANTILE + (QUANTILE ** 3 + QUANTILE) / (4 * freedom)

/** The standard deviation of a Theil-Sen slope, from the ranks of the slopes of all pairs (Sen 1968). */
export function slopeDeviation(points: readonly Point[]): number {
  const slopes = Float64Array.from(slopesOf(points)).sort()
  const width = kendallDeviation(points.length)
  const at = (rank: number) => slopes[Math.min(slopes.length - 1, Math.max(0, Math.round(rank)))] ?? 0
  const middle = (slopes.length - 1) / 2
  return (at(middle + width / 2) - at(middle - width / 2)) / 2
}

/** No fewer of the points count than this part, however alike neighbours are. */
const LEAST_INDEPENDENT = 0.05

/** Which part of the points tells something of its own: neighbours that err alike count for less (lag-1 autocorrelation). */
function independence(points: readonly Point[], { slope, intercept }: Line): number {
  const errors = points.map(([x, y]) => y - intercept - slope * x)
  const mean = errors.reduce((sum, each) => sum + each, 0) / errors.length
  let together = 0
  let all = 0
  for (const [i, error] of errors.entries()) {
    all += (error - mean) ** 2
    together += (error - mean) * ((errors[i + 1] ?? mean) - mean)
  }
  const alike = all > 0 ? Math.max(0, together / all) : 0
  return Math.max(LEAST_INDEPENDENT, (1 - alike) / (1 + alike))
}

function heightDeviation(points: readonly Point[], { slope, intercept }: Line): number {
  const residuals = points.map(([x, y]) => Math.abs(y - intercept - slope * x))
  return (OF_MEDIAN * OF_MAD * median(residuals)) / Math.sqrt(points.length)
}
