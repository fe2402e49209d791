import { InvalidArgumentError } from 'commander'
import type { Millis } from '#domain/time.ts'

const MINUTE_MS = 60_000
/** 2026-11-23, 2026/11/23 8:05, 2026-11-23T08:05:07.123+08:00 … */
const CALENDAR =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i
/** Seconds since 1970 have ten digits in our time, milliseconds thirteen. */
const EPOCH = /^(\d{9,10})(\.\d+)?$|^(\d{12,13})$/

/** Minutes east of UTC: `Z`, `+08:00`, `-0330`. @throws InvalidArgumentError */
export function parseOffset(text: string): number {
  if (/^(z|utc)$/i.test(text)) return 0
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(text) ?? []
  if (hours === undefined) throw new InvalidArgumentError(`"${text}" is not an offset from UTC such as +08:00 or Z.`)
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

function calendarTime(parts: readonly (string | undefined)[], offsetMinutes: number): Millis | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(p => Number(p ?? 0))
  const fraction = Number(`0.${parts[7] ?? 0}`) * 1000
  const zone = parts[8] === undefined ? offsetMinutes : parseOffset(parts[8])
  const local = Date.UTC(year, month - 1, day, hour, minute, second)
  const back = new Date(local)
  // Date.UTC carries 31 June over into July; such a date is no date.
  const exists =
    back.getUTCMonth() === month - 1 && back.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  return exists ? local + Math.floor(fraction) - zone * MINUTE_MS : undefined
}

/** Reads a time as files write it; `offsetMinutes` (east of UTC) where it names no zone. Undefined when it is none. */
export function parseTime(text: string, offsetMinutes: number): Millis | undefined {
  const trimmed = text.trim()
  const calendar = CALENDAR.exec(trimmed)
  if (calendar) return calendarTime(calendar, offsetMinutes)
  const [whole, seconds, , millis] = EPOCH.exec(trimmed) ?? []
  if (whole === undefined) return undefined
  return seconds === undefined ? Number(millis) : Math.round(Number(whole) * 1000)
}

const NAMES = /^(ts|t|time|date|datetime|timestamp)$|time.?stamp|date.?time|^time|时间|日期/i

/** The column of times: by its name, or else the first whose contents are times. */
export function findTimeColumn(header: readonly string[], first: readonly string[]): string | undefined {
  const isTime = (column: string) => parseTime(first[header.indexOf(column)] ?? '', 0) !== undefined
  const named = header.filter(column => NAMES.test(column.trim()))
  return named.find(isTime) ?? header.find(isTime) ?? named[0]
}
