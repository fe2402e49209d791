import type { ConditionOf } from '#domain/condition.ts'
import type { Millis } from '#domain/time.ts'
import type { Context, Memory, Observation, Outcome } from './context.ts'
import { recall } from './context.ts'
import { hold } from './hold.ts'
import { leaf } from './leaf.ts'
import { quantity } from './quantity.ts'
import { type Line, median, theilSen } from './theilSen.ts'

const DAY_MS = 86_400_000
/** Points kept of a window, each the mean of a day or more. */
const MOST_POINTS = 90
/** A slope that chance makes in one case of a hundred says nothing. */
const SIGNIFICANT = 2.33
/** A repair: this many points, this many median residuals away from the line, to the healthy side. */
const REPAIRED = { points: 2, residuals: 8 }

type Day = readonly [start: Millis, mean: number]
type History = {
  readonly since: Memory
  readonly last: Millis
  readonly start: Millis
  readonly sum: number
  readonly count: number
  readonly days: readonly Day[]
  /** The line through the days (x in days from the first); null while there are too few. */
  readonly line: readonly [slope: number, intercept: number, z: number] | null
} & { readonly [key: string]: Memory }

const EMPTY: History = { since: null, last: -1, start: 0, sum: 0, count: 0, days: [], line: null }

/**
 * Whether the metric's robust slope (Theil-Sen over the daily means of `windowDays`) brings it to `limit` within
 * `withinDays`. Unknown with fewer than `minPoints` days; a slope that may be chance is no trend. After a repair, a step
 * back to the healthy side, the history begins anew.
 */
export function trend(condition: ConditionOf<'trend'>, memory: Memory, context: Context): Outcome {
  const observed = context.observe(condition.metric)
  const history = withSample(condition, recall<History>(memory) ?? EMPTY, observed)
  const raw = leaf(observed, () => reaches(condition, history, quantity(condition.limit, context)))
  const outcome = hold(raw, 0, history.since, context.now)
  return { ...outcome, memory: { ...history, since: outcome.memory } }
}

function withSample(condition: ConditionOf<'trend'>, known: History, observed: Observation): History {
  if (typeof observed === 'string' || typeof observed.value !== 'number' || observed.ts <= known.last) return known
  const { ts, value } = observed
  const dayMs = DAY_MS * Math.max(1, condition.windowDays / MOST_POINTS)
  const start = ts - (ts % dayMs)
  if (known.count > 0 && known.start === start)
    return { ...known, last: ts, sum: known.sum + value, count: known.count + 1 }
  const next = { ...known, last: ts, start, sum: value, count: 1 }
  return known.count === 0 ? next : { ...next, ...withDay(condition, known, start - condition.windowDays * DAY_MS) }
}

function withDay(condition: ConditionOf<'trend'>, known: History, oldest: Millis): Pick<History, 'days' | 'line'> {
  const closed: Day = [known.start, known.sum / known.count]
  const days = [...known.days, closed].filter(day => day[0] >= oldest)
  if (days.length < condition.minPoints) return { days, line: null }
  const line = theilSen(days.map(day => [dayOf(day, days), day[1]] as const))
  const repaired = sinceRepair(condition, days, line)
  return repaired ? { days: repaired, line: null } : { days, line: [line.slope, line.intercept, line.z] }
}

const dayOf = (day: Day, days: readonly Day[]): number => (day[0] - (days[0]?.[0] ?? 0)) / DAY_MS

/** The days after a repair; undefined when there was none. */
function sinceRepair(
  { direction }: ConditionOf<'trend'>,
  days: readonly Day[],
  line: Line,
): readonly Day[] | undefined {
  const healthier = direction === 'down' ? 1 : -1
  const residuals = days.map(day => healthier * (day[1] - line.intercept - line.slope * dayOf(day, days)))
  const usual = median(residuals.map(Math.abs))
  const last = residuals.slice(-REPAIRED.points)
  const stepped = usual > 0 && last.every(residual => residual > REPAIRED.residuals * usual)
  return stepped ? days.slice(-REPAIRED.points) : undefined
}

function reaches(condition: ConditionOf<'trend'>, { days, line }: History, limit: number): boolean | undefined {
  const newest = days.at(-1)
  if (!line || !newest) return undefined
  const towards = condition.direction === 'down' ? -1 : 1
  const [slope, intercept, z] = line
  if (towards * slope <= 0 || towards * z < SIGNIFICANT) return false
  const left = towards * (limit - intercept - slope * dayOf(newest, days))
  return left / (towards * slope) <= condition.withinDays
}
