import { addDays } from '#domain/zonedTime.ts'
import { mondayOf } from '../due/dueWeeks.ts'

/** The month (`2026-11`) so many months later. */
export function addMonths(month: string, months: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, number - 1 + months)).toISOString().slice(0, 7)
}

export const isMonth = (text: string): boolean => /^[12]\d{3}-(?:0[1-9]|1[0-2])$/.test(text)

/** The days that a month's page of a calendar shows: whole weeks, from Monday. */
export function monthDays(month: string): string[] {
  const first = mondayOf(`${month}-01`)
  const last = addDays(mondayOf(addDays(`${addMonths(month, 1)}-01`, -1)), 6)
  const days: string[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day)
  return days
}
