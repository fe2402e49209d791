import type { PlanDue } from '#domain/planDues.ts'
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

/** The days of this week and the next, and how many visits each has. */
export const fortnight = (
  dues: readonly Pick<PlanDue, 'dueDay'>[],
  today: string,
): { day: string; n: number; past: boolean }[] => {
  const monday = mondayOf(today)
  const byDay = Map.groupBy(dues, due => due.dueDay)
  return Array.from({ length: 14 }, (_, i) => addDays(monday, i)).map(day => ({
    ...{ day, n: byDay.get(day)?.length ?? 0, past: day < today },
  }))
}
