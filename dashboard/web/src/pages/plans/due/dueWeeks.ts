import type { DueDay, PlanDue } from '#domain/planDues.ts'
import { addDays } from '#domain/zonedTime.ts'

/** Where in the list something due stands; `now` is this week until Sunday. */
export const DUE_SECTIONS = ['overdue', 'now', 'next', 'later'] as const
export type DueSection = (typeof DUE_SECTIONS)[number]

/** The Monday of a day's week (ISO 8601). */
export const mondayOf = (day: string): string => addDays(day, -((new Date(day).getUTCDay() + 6) % 7))

/** What is past its window is overdue; what is due, also from before but still in time, is of the week of its due day. */
export function sectionOf({ state, dueDay }: Pick<PlanDue, 'state' | 'dueDay'>, today: string): DueSection {
  if (state === 'overdue') return 'overdue'
  const nextMonday = addDays(mondayOf(today), 7)
  if (dueDay < nextMonday) return 'now'
  return dueDay < addDays(nextMonday, 7) ? 'next' : 'later'
}

/** How many lines stand in each section. */
export function sectionTotals(days: readonly DueDay[], today: string): Record<DueSection, number> {
  const found: Record<DueSection, number> = { overdue: 0, now: 0, next: 0, later: 0 }
  for (const { day, lines, overdue } of days) {
    found.overdue += overdue
    found[sectionOf({ state: 'later', dueDay: day }, today)] += lines - overdue
  }
  return found
}

/** The days of this week and the next, and how many lines each has. */
export const fortnight = (days: readonly DueDay[], today: string): { day: string; n: number; past: boolean }[] => {
  const monday = mondayOf(today)
  const byDay = new Map(days.map(({ day, lines }) => [day, lines]))
  return Array.from({ length: 14 }, (_, i) => addDays(monday, i)).map(day => ({
    ...{ day, n: byDay.get(day) ?? 0, past: day < today },
  }))
}
