import type { Millis } from '#domain/time.ts'
import { toUtc } from '#domain/zonedTime.ts'

export { addDays, dayAt } from '#domain/zonedTime.ts'

/** The moment at which a wall clock in the zone shows HH:MM of a day. */
export const momentOf = (zone: string, day: string, time: string): Millis => toUtc(zone, Date.parse(`${day}T${time}Z`))

/** Whether the calendar has that day. */
export const isDay = (day: string): boolean => {
  const at = Date.parse(day)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day)
}
