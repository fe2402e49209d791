import type { CalendarImport } from '#domain/calendars.ts'
import { isWeekday } from '#domain/zonedTime.ts'

const DAY = 86_400_000

/** What is wrong with one line of a year's table. */
export interface CalendarProblem {
  date: string
  problem: 'noSuchDay' | 'otherYear' | 'twice' | 'workedAnyway' | 'gap'
  name?: string
}

const exists = (date: string): boolean => new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10) === date

function checkDay({ date, isOffDay }: CalendarImport['days'][number], year: number): CalendarProblem[] {
  if (!exists(date)) return [{ date, problem: 'noSuchDay' }]
  if (!date.startsWith(`${year}-`)) return [{ date, problem: 'otherYear' }]
  if (!isOffDay && isWeekday(date)) return [{ date, problem: 'workedAnyway' }]
  return []
}

/** The days that a holiday leaves out in its middle: a notice names every day of it, weekends too. */
function gapsOf(days: CalendarImport['days']): CalendarProblem[] {
  const holidays = Map.groupBy(
    days.filter(d => d.isOffDay && exists(d.date)),
    d => d.name,
  )
  return [...holidays].flatMap(([name, lines]) => {
    const dates = lines.map(d => d.date).sort()
    const [first = '', last = ''] = [dates[0], dates.at(-1)]
    const length = (Date.parse(last) - Date.parse(first)) / DAY + 1
    return Array.from({ length }, (_, i) => new Date(Date.parse(first) + i * DAY).toISOString().slice(0, 10))
      .filter(date => !dates.includes(date))
      .map(date => ({ date, problem: 'gap' as const, name }))
  })
}

/** Checks a year's table line by line; empty when it may be used. */
export function checkCalendar({ year, days }: CalendarImport): CalendarProblem[] {
  const seen = new Set<string>()
  const twice = days.filter(({ date }) => seen.size === seen.add(date).size)
  return [
    ...days.flatMap(day => checkDay(day, year)),
    ...twice.map(({ date }) => ({ date, problem: 'twice' as const })),
    ...gapsOf(days),
  ]
}
