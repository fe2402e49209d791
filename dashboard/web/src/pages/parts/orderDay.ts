import { dayAt } from '#domain/zonedTime.ts'
import { startOfDay } from '../../format/zonedDay.ts'

/** The sites' calendar day of a time, for `<input type="date">`. */
export const dayOf = (at: string | number, zone: string): string => dayAt(zone, new Date(at).getTime())

/** The end of that day: what is expected on a day may come until then. */
export const dayEnd = (day: string, zone: string): string => new Date(startOfDay(day, zone, 1) - 1000).toISOString()
