import type { CalendarDoubt, CalendarImport } from '#domain/calendars.ts'
import { type StatutoryHolidays, statutoryDays } from '#domain/statutoryHolidays.ts'
import { isWeekday } from '#domain/zonedTime.ts'

/**
 * What a year's table should have by law and does not: each statutory day off that it has people work on, or else the days
 * off that do not balance. A statutory day on a weekend is made up for, and every other weekday off is worked on a weekend
 * (articles 6 and 7): weekdays off, less weekend days worked, are as many as the statutory days. Empty for years of which the
 * law is not known here.
 */
export function checkHolidays({ year, days }: CalendarImport, holidays: StatutoryHolidays): CalendarDoubt[] {
  const statutory = statutoryDays(holidays, year)
  if (!statutory) return []
  const off = new Set(days.filter(day => day.isOffDay).map(day => day.date))
  const worked = new Set(days.filter(day => !day.isOffDay).map(day => day.date))
  const missing = statutory.filter(({ date }) => worked.has(date) || (isWeekday(date) && !off.has(date)))
  if (missing.length > 0) return missing.map(day => ({ ...day, problem: 'holidayMissing' }))
  const balance = [...off].filter(isWeekday).length - worked.size
  if (balance === statutory.length) return []
  return [{ date: String(year), problem: 'unbalanced', is: balance, expected: statutory.length }]
}
