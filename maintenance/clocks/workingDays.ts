import type { ServicePolicy } from '#domain/servicePolicy.ts'
import type { Millis } from '#domain/time.ts'
import { toLocal, toUtc } from '#domain/zonedTime.ts'

const DAY = 86_400_000
const MINUTE = 60_000

/** Working time at one place: which days are worked, from when to when (catalogue §5.5). */
export interface WorkingCalendar {
  /** How long a working day is, in milliseconds. */
  readonly dayLength: Millis
  /** Same time of day on the `days`-th later working day; a start outside working hours is due at closing time. */
  addWorkingDays(start: Millis, days: number): Millis
  /** How much of the time between two moments is worked. */
  workingTime(from: Millis, to: Millis): Millis
  /** When `worked` milliseconds of working time after `start` are over; a full day ends at closing time. */
  addWorkingTime(start: Millis, worked: Millis): Millis
}

const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
const dateOf = (local: number): string => new Date(local).toISOString().slice(0, 10)
const midnightOf = (local: number): number => Math.floor(local / DAY) * DAY

/** @param zone IANA name of the place's time zone */
export function workingCalendar(
  isWorkingDay: (date: string) => boolean,
  hours: ServicePolicy['workingHours'],
  zone: string,
): WorkingCalendar {
  const [open, close] = [minutesOf(hours.open) * MINUTE, minutesOf(hours.close) * MINUTE]
  const works = (midnight: number) => isWorkingDay(dateOf(midnight))
  const nextWorkingDay = (midnight: number): number => {
    let day = midnight
    do day += DAY
    while (!works(day))
    return day
  }
  /** The part of a day that is worked, between two local times. */
  const workedOn = (midnight: number, from: number, to: number): number =>
    works(midnight) ? Math.max(0, Math.min(to, midnight + close) - Math.max(from, midnight + open)) : 0

  return {
    dayLength: close - open,
    addWorkingDays: (start, days) => {
      const local = toLocal(zone, start)
      let day = midnightOf(local)
      const time = local - day
      const inside = works(day) && time >= open && time < close
      const startsLater = !works(day) || time >= close
      for (let step = inside || startsLater ? 0 : 1; step < days; step++) day = nextWorkingDay(day)
      return toUtc(zone, day + (inside ? time : close))
    },
    workingTime: (from, to) => {
      const [start, end] = [toLocal(zone, from), toLocal(zone, to)]
      let sum = 0
      for (let day = midnightOf(start); day < end; day += DAY) sum += workedOn(day, start, end)
      return sum
    },
    addWorkingTime: (start, worked) => {
      if (worked <= 0) return start
      const local = toLocal(zone, start)
      let day = midnightOf(local)
      let left = worked
      for (;;) {
        const today = workedOn(day, local, day + DAY)
        if (today >= left) return toUtc(zone, Math.max(local, day + open) + left)
        left -= today
        day = nextWorkingDay(day)
      }
    },
  }
}
