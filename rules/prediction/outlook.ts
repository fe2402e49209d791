import type { ConditionOf } from '#domain/condition.ts'
import type { Forecast } from '#domain/forecast.ts'
import type { Millis } from '#domain/time.ts'
import type { Memory } from '../conditions/context.ts'
import { DAY_MS, dayMsOf, dayOf, outlookOf, pointsOf, seenBy, type TrendSeen, towardsOf } from '../conditions/trend.ts'
import { bend } from './bend.ts'
import { CONFIDENCE, crossing } from './crossing.ts'

/** So many times its window a line is drawn ahead; what lies beyond has no date. */
const FURTHEST_WINDOWS = 5
const furthest = ({ windowDays }: ConditionOf<'trend'>): number => FURTHEST_WINDOWS * windowDays

type Outlook = Omit<Forecast, 'metric' | 'fault' | 'limit' | 'direction'>

/** What a trend's own line says of its limit: the date with its interval, or why there is none. */
export function outlook(condition: ConditionOf<'trend'>, memory: Memory, limit: number, now: Millis): Outlook {
  const seen = seenBy(memory)
  const left = outlookOf(condition, seen, limit)
  const { days } = seen
  if (left === 'tooFewDays') return { days: days.length, needed: condition.minPoints, fires: false, reason: left }
  const line = lineOf(condition, seen)
  if (typeof left === 'string') return { ...line, fires: false, reason: left }
  const fires = left <= condition.withinDays
  if (left <= 0) return { ...line, fires, reason: 'reached' }
  const dates = datesOf(condition, seen, limit, left, now)
  const bent = bend(pointsOf(days), towardsOf(condition))
  if (bent && left <= furthest(condition)) return { ...line, at: dates.at, bend: bent, fires }
  if (bent) return { ...line, bend: bent, fires, reason: 'tooFar' }
  if (left <= furthest(condition)) return { ...line, ...dates, confidence: CONFIDENCE, fires }
  return { ...line, from: dates.from, confidence: CONFIDENCE, fires, reason: 'tooFar' }
}

/** A day's mean stands for its middle. */
const middleOf = (condition: ConditionOf<'trend'>, start: Millis): Millis => start + dayMsOf(condition) / 2

function lineOf(condition: ConditionOf<'trend'>, { days, line }: TrendSeen): Outlook {
  const [first, last] = [days[0], days.at(-1)]
  if (!line || !first || !last) return {}
  return {
    ...{ since: first[0], days: days.length, slopePerDay: line.slope },
    ...{ level: line.intercept + line.slope * dayOf(last, days), levelAt: middleOf(condition, last[0]) },
  }
}

/** What has not happened yet happens now at the earliest. */
function datesOf(
  condition: ConditionOf<'trend'>,
  { days, line }: TrendSeen,
  limit: number,
  left: number,
  now: Millis,
): { at: Millis; from: Millis; to?: Millis } {
  const first = days[0]?.[0] ?? now
  const newest = days.at(-1)?.[0] ?? now
  const end = middleOf(condition, newest) + furthest(condition) * DAY_MS
  const time = (start: Millis, x: number) => Math.round(Math.max(now, middleOf(condition, start) + x * DAY_MS))
  const span = line ? crossing(pointsOf(days), line, limit) : { from: 0, to: Infinity }
  const to = time(first, span.to)
  return { at: time(newest, left), from: Math.min(end, time(first, span.from)), ...(to <= end && { to }) }
}
