import type { Millis } from '#domain/time.ts'
import { toUtc } from '#domain/zonedTime.ts'

export { addDays, dayAt, isDay } from '#domain/zonedTime.ts'

/** The moment at which a wall clock in the zone shows HH:MM of a day. */
export const momentOf = (zone: string, day: string, time: string): Millis => toUtc(zone, Date.parse(`${day}T${time}Z`))
