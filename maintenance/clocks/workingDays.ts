import type { ServiceLevels, YearCalendar } from '#domain/catalogue.ts'
import type { Log } from '#domain/log.ts'
import type { Millis } from '#domain/time.ts'

const DAY = 86_400_000
const MINUTE = 60_000
/** Asia/Shanghai, UTC+8 without daylight saving since 1991. */
const ZONE_OFFSET = 8 * 3_600_000

/** Deadlines in working days (catalogue §5.5). */
export interface WorkingCalendar {
  isWorkingDay(date: string): boolean
  /** Same time of day on the `days`-th later working day; a start outside working hours is due at closing time. */
  addWorkingDays(start: Millis, days: number): Millis
}

type Hours = ServiceLevels['workingHours']
const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
const dateOf = (local: number): string => new Date(local).toISOString().slice(0, 10)
const isWeekday = (date: string): boolean => ![0, 6].includes(new Date(date).getUTCDay())

/** A year without a notice is counted Monday to Friday, and said so once. */
function workingDayTest(years: ReadonlyMap<string, YearCalendar>, log: Log): (date: string) => boolean {
  const missing = new Set<string>()
  return date => {
    const year = years.get(date.slice(0, 4))
    if (year) return year.workDays.includes(date) || (isWeekday(date) && !year.offDays.includes(date))
    if (!missing.has(date.slice(0, 4))) {
      missing.add(date.slice(0, 4))
      log.warn({ year: date.slice(0, 4) }, 'no table of working days for this year: Monday to Friday are counted')
    }
    return isWeekday(date)
  }
}

function createCalendar(years: ReadonlyMap<string, YearCalendar>, hours: Hours, log: Log): WorkingCalendar {
  const isWorkingDay = workingDayTest(years, log)
  const [open, close] = [minutesOf(hours.open), minutesOf(hours.close)]
  const nextWorkingDay = (midnight: number): number => {
    let day = midnight
    do day += DAY
    while (!isWorkingDay(dateOf(day)))
    return day
  }
  return {
    isWorkingDay,
    addWorkingDays: (start, days) => {
      const local = start + ZONE_OFFSET
      const time = ((local % DAY) + DAY) % DAY
      let day = local - time
      const worked = isWorkingDay(dateOf(day))
      const inside = worked && time >= open * MINUTE && time < close * MINUTE
      const startsLater = !worked || time >= close * MINUTE
      for (let step = inside || startsLater ? 0 : 1; step < days; step++) day = nextWorkingDay(day)
      return day + (inside ? time : close * MINUTE) - ZONE_OFFSET
    },
  }
}

/** The calendar of the catalogue's service levels. */
export function catalogueCalendar(levels: ServiceLevels, log: Log): WorkingCalendar {
  return createCalendar(new Map([['2026', levels.calendar2026]]), levels.workingHours, log)
}
