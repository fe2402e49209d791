import type { Millis } from './time.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
  }
  return format
}

/** How far the zone's clock (IANA name) is ahead of UTC at a moment. */
export function offsetAt(zone: string, at: Millis): Millis {
  const parts = formatOf(zone).formatToParts(at)
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find(p => p.type === type)?.value)
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return local - Math.floor(at / 1000) * 1000
}

/** What a wall clock in the zone (IANA name) shows, as if it were UTC, in milliseconds. */
export const toLocal = (zone: string, at: Millis): number => at + offsetAt(zone, at)

/** The day (YYYY-MM-DD) that a calendar in the zone shows. */
export const dayAt = (zone: string, at: Millis): string => new Date(toLocal(zone, at)).toISOString().slice(0, 10)

/** The moment at which a wall clock in the zone shows `local`; of an hour that comes twice the first. */
export function toUtc(zone: string, local: number): Millis {
  const before = local - offsetAt(zone, local - 86_400_000)
  return toLocal(zone, before) === local ? before : local - offsetAt(zone, local - offsetAt(zone, local))
}

/** The day so many days later. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

/** Whether a day is none of a weekend. */
export const isWeekday = (day: string): boolean => ![0, 6].includes(new Date(day).getUTCDay())

/** Whether the calendar has that day. */
export const isDay = (day: string): boolean => {
  const at = Date.parse(day)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day)
}
