import type { Span } from '#domain/promise.ts'
import type { Millis } from '#domain/time.ts'
import type { WorkingCalendar } from './workingDays.ts'

const MINUTE = 60_000

/** A time in which a clock stood still; without an end it still does. */
export interface Pause {
  from: Millis
  to: Millis | null
}

/** A promise of so long, from then on, with the pauses that were granted. */
export interface Promised {
  span: Span
  startedAt: Millis
  pauses: readonly Pause[]
}

function withoutPauses({ span, startedAt }: Promised, share: number, calendar: WorkingCalendar): Millis {
  if ('elapsedMin' in span) return startedAt + Math.round(span.elapsedMin * MINUTE * share)
  if (share === 1) return calendar.addWorkingDays(startedAt, span.workingDays)
  return calendar.addWorkingTime(startedAt, Math.round(span.workingDays * calendar.dayLength * share))
}

/**
 * When a share of the promised time is used up; 1 is when the promise is due. Each pause that began before moves it on by
 * what would have run in it: all of it on the 24 h clock, the working time in it on the working-day calendar.
 */
export function dueAt(promised: Promised, calendar: WorkingCalendar, share = 1): Millis {
  let due = withoutPauses(promised, share, calendar)
  for (const { from, to } of [...promised.pauses].sort((a, b) => a.from - b.from)) {
    if (to === null || from >= due) continue
    due =
      'elapsedMin' in promised.span ? due + (to - from) : calendar.addWorkingTime(due, calendar.workingTime(from, to))
  }
  return due
}
