import { type Point, theilSen } from '../conditions/theilSen.ts'
import { slopeDeviation } from './crossing.ts'

/** A difference of slopes that chance makes in two cases of a hundred, either way. */
const SIGNIFICANT = 2.33

/** Of fewer points the ranks of their slopes do not tell how far noise turns a line. */
const LEAST_IN_HALF = 4

/**
 * Whether the later half of the points moves towards the limit faster or slower than the earlier one, by more than noise
 * makes it: then no straight line holds, and an interval around one would promise what it cannot keep.
 * @param towards 1 where the limit lies above, -1 below
 */
export function bend(points: readonly Point[], towards: 1 | -1): 'faster' | 'slower' | undefined {
  const middle = points.length >> 1
  if (middle < LEAST_IN_HALF) return undefined
  const halves = [points.slice(0, middle), points.slice(middle)] as const
  const [early, late] = halves.map(half => theilSen(half).slope) as [number, number]
  const [earlyError, lateError] = halves.map(slopeDeviation) as [number, number]
  const change = towards * (late - early)
  if (Math.abs(change) <= SIGNIFICANT * Math.hypot(earlyError, lateError)) return undefined
  return change > 0 ? 'faster' : 'slower'
}
