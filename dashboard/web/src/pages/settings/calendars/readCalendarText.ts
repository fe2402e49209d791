import type { CalendarImport } from '#domain/calendars.ts'

type Day = CalendarImport['days'][number]

/** A table as somebody pasted it; lines that are none are named by their number, from 1. */
export interface ReadCalendar {
  days: Day[]
  unread: number[]
}

const OFF = /^(?:off|holiday|rest|true|1|休|休息|放假|假)$/i
const WORK = /^(?:work|working|make-?up|false|0|班|上班|调休|补班)$/i
const LINE = /^(\d{4}-\d{2}-\d{2})[\s,，;]+([^\s,，;]+)[\s,，;]+(\S.*)$/
const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/

function readLine(line: string): Day | undefined {
  const [, date = '', kind = '', name = ''] = LINE.exec(line.trim()) ?? []
  if (!DATE.test(date) || !(OFF.test(kind) || WORK.test(kind))) return undefined
  return { date, isOffDay: OFF.test(kind), name: name.trim().slice(0, 100) }
}

function readLines(text: string): ReadCalendar {
  const lines = text.split(/\r?\n/).map((line, i) => ({ line, number: i + 1 }))
  const used = lines.filter(({ line }) => line.trim() !== '' && !line.trim().startsWith('#'))
  const read = used.map(({ line, number }) => ({ number, day: readLine(line) }))
  return {
    days: read.flatMap(({ day }) => (day ? [day] : [])),
    unread: read.filter(({ day }) => !day).map(({ number }) => number),
  }
}

const isDay = (each: unknown): each is Day => {
  const { date, isOffDay, name } = Object(each) as Partial<Day>
  return (
    typeof date === 'string' &&
    DATE.test(date) &&
    typeof isOffDay === 'boolean' &&
    typeof name === 'string' &&
    name.trim() !== ''
  )
}

/**
 * Reads a year's table: lines of `2027-01-01, off, New Year` (off/work, 休/班), or the JSON of the holiday-cn data set
 * (`{days: [{name, date, isOffDay}]}`).
 */
export function readCalendarText(text: string): ReadCalendar {
  if (!text.trim().startsWith('{')) return readLines(text)
  try {
    const { days } = JSON.parse(text) as { days?: unknown }
    const items = Array.isArray(days) ? days : []
    const good = items.filter(isDay).map(({ date, isOffDay, name }) => ({ date, isOffDay, name: name.slice(0, 100) }))
    const bad = items.flatMap((each, i) => (isDay(each) ? [] : [i + 1]))
    return { days: good, unread: items.length === 0 ? [1] : bad }
  } catch {
    return { days: [], unread: [1] }
  }
}

/** The year that most of a table is of. */
export function yearOf(days: readonly Day[]): number | undefined {
  const counts = Map.groupBy(days, ({ date }) => Number(date.slice(0, 4)))
  return [...counts].sort(([, a], [, b]) => b.length - a.length)[0]?.[0]
}
