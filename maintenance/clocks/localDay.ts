import type { Millis } from '#domain/time.ts'
import { toLocal } from './zonedTime.ts'

/** Where a site has no time zone of its own. */
export const DEFAULT_ZONE = 'Asia/Shanghai'

/** The day (YYYY-MM-DD) that a calendar in the zone shows. */
export const dayAt = (zone: string, at: Millis): string => new Date(toLocal(zone, at)).toISOString().slice(0, 10)

/** Whether the calendar has that day. */
export const isDay = (day: string): boolean => {
  const at = Date.parse(day)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day)
}
