import type { YearCalendar } from '#domain/calendars.ts'

/** A day off that the calendar names, a weekend day that is worked (调休), a weekend, a day like any other. */
export type DayKind = 'off' | 'makeUp' | 'weekend' | 'working'

export interface GridDay {
  date: string
  day: number
  kind: DayKind
}

/** The weeks of a month, each of seven days from Monday on; `undefined` where another month is. */
export type GridMonth = (GridDay | undefined)[][]

/** @param month from 0 */
export const isoOf = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)

function dayKind(date: string, { offDays, workDays }: YearCalendar): DayKind {
  if (workDays.includes(date)) return 'makeUp'
  if (offDays.includes(date)) return 'off'
  return [0, 6].includes(new Date(date).getUTCDay()) ? 'weekend' : 'working'
}

/** A year month by month, week by week. */
export function yearGrid(year: number, calendar: YearCalendar): GridMonth[] {
  return Array.from({ length: 12 }, (_, month) => {
    const lead = (new Date(Date.UTC(year, month, 1)).getUTCDay() + 6) % 7
    const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
    const cells = Array.from({ length: Math.ceil((lead + length) / 7) * 7 }, (_, i) => {
      const day = i - lead + 1
      if (day < 1 || day > length) return undefined
      const date = isoOf(year, month, day)
      return { date, day, kind: dayKind(date, calendar) }
    })
    return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
  })
}
