import type { PlanInterval } from '#domain/plans.ts'
import { addMonths } from '../clocks/addMonths.ts'
import { addDays } from '../clocks/localDay.ts'

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** The day so many intervals later; of a month that is too short, its last day. */
export const addIntervals = (day: string, { unit, value }: PlanInterval, times = 1): string =>
  unit === 'd' ? addDays(day, value * times) : dayOf(addMonths(Date.parse(day), value * times))

/** What a plan's clock of one piece of equipment counts from. */
interface ClockBasis {
  /** The day of the last visit, or the day on which the clock started. */
  fromDay: string
  /** From where the fixed days of a calendar plan are counted. */
  gridDay: string
}

/** How many intervals surely lie between two days, not one too many. */
function fewestIntervals(from: string, to: string, { unit, value }: PlanInterval): number {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000
  return Math.max(0, Math.floor(days / (unit === 'd' ? value : value * 31)))
}

/** The first fixed day after a day. */
function fixedDayAfter(day: string, gridDay: string, interval: PlanInterval): string {
  let times = fewestIntervals(gridDay, day, interval)
  while (addIntervals(gridDay, interval, times) <= day) times++
  return addIntervals(gridDay, interval, times)
}

/**
 * The day on which a plan is due next (EN 13306 7.2): of `maxInterval` so long after the last visit; of `calendar` the first
 * fixed day after it, or the last one until today, as days that went by cannot be made up for.
 */
export function nextDueDay(interval: PlanInterval, { fromDay, gridDay }: ClockBasis, today: string): string {
  if (interval.kind === 'maxInterval') return addIntervals(fromDay, interval)
  const next = fixedDayAfter(fromDay, gridDay, interval)
  if (next >= today) return next
  let last = next
  for (;;) {
    const later = fixedDayAfter(last, gridDay, interval)
    if (later > today) return last
    last = later
  }
}
