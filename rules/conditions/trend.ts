import type { ConditionOf } from '#domain/condition.ts'
import type { Millis } from '#domain/time.ts'
import type { Context, Memory, Observation, Outcome } from './context.ts'
import { recall } from './context.ts'
import { hold } from './hold.ts'
import { leaf } from './leaf.ts'
import { quantity } from './quantity.ts'
import { type Line, median, type Point, theilSen } from './theilSen.ts'

export const DAY_MS = 86_400_000
/** Points kept of a window, each the mean of a day or more. */
const MOST_POINTS = 90
/** A slope that chance makes in one case of a hundred says nothing. */
const SIGNIFICANT = 2.33
/** A repair: this many points, this many median residuals away from the line, to the healthy side. */
const REPAIRED = { points: 2, residuals: 8 }

export type Day = readonly [start: Millis, mean: number]
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

/** How long a day of the window is, ms. */
export const dayMsOf = ({ windowDays }: Pick<ConditionOf<'trend'>, 'windowDays'>): Millis =>
  DAY_MS * Math.max(1, windowDays / MOST_POINTS)

function withSample(condition: ConditionOf<'trend'>, known: History, observed: Observation): History {
  if (typeof observed === 'string' || typeof observed.value !== 'number' || observed.ts <= known.last) return known
  const { ts, value } = observed
  const dayMs = dayMsOf(condition)
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
  const line = theilSen(pointsOf(days))
  const repaired = sinceRepair(condition, days, line)
  return repaired ? { days: repaired, line: null } : { days, line: [line.slope, line.intercept, line.z] }
}

export const dayOf = (day: Day, days: readonly Day[]): number => (day[0] - (days[0]?.[0] ?? 0)) / DAY_MS

/** The days as points: x in days from the first, y the mean. */
export const pointsOf = (days: readonly Day[]): Point[] => days.map(day => [dayOf(day, days), day[1]])

/** The sign of a step that leads to the limit. */
export const towardsOf = ({ direction }: Pick<ConditionOf<'trend'>, 'direction'>): 1 | -1 =>
  direction === 'down' ? -1 : 1

/** The days after a repair; undefined when there was none. */
function sinceRepair(condition: ConditionOf<'trend'>, days: readonly Day[], line: Line): readonly Day[] | undefined {
  const healthier = -towardsOf(condition)
  const residuals = days.map(day => healthier * (day[1] - line.intercept - line.slope * dayOf(day, days)))
  const usual = median(residuals.map(Math.abs))
  const last = residuals.slice(-REPAIRED.points)
  const stepped = usual > 0 && last.every(residual => residual > REPAIRED.residuals * usual)
  return stepped ? days.slice(-REPAIRED.points) : undefined
}

function reaches(condition: ConditionOf<'trend'>, history: History, limit: number): boolean | undefined {
  const outlook = outlookOf(condition, seenBy(history), limit)
  if (outlook === 'tooFewDays') return undefined
  return typeof outlook === 'number' && outlook <= condition.withinDays
}

/** What a trend has seen: the means of its closed days, and the line through them (x in days from the first). */
export interface TrendSeen {
  days: readonly Day[]
  line: Line | undefined
}

/** @param memory of a `trend` condition */
export function seenBy(memory: Memory): TrendSeen {
  const { days, line } = recall<History>(memory) ?? EMPTY
  return { days, line: line ? { slope: line[0], intercept: line[1], z: line[2] } : undefined }
}

/** In how many days from the newest the line is at the limit (not above 0: it is there already), or why it never is. */
export function outlookOf(
  condition: Pick<ConditionOf<'trend'>, 'direction'>,
  { days, line }: TrendSeen,
  limit: number,
): number | 'tooFewDays' | 'noTrend' | 'noise' {
  const newest = days.at(-1)
  if (!line || !newest) return 'tooFewDays'
  const towards = towardsOf(condition)
  if (towards * line.slope <= 0) return 'noTrend'
  if (towards * line.z < SIGNIFICANT) return 'noise'
  return (limit - line.intercept - line.slope * dayOf(newest, days)) / line.slope
}
