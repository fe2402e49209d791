import type { Millis } from '#domain/time.ts'

/** The same day and time of a later month, or that month's last day. */
export function addMonths(at: Millis, months: number): Millis {
  const day = new Date(at)
  const then = new Date(at)
  then.setUTCMonth(day.getUTCMonth() + months)
  if (then.getUTCDate() !== day.getUTCDate()) then.setUTCDate(0)
  return then.getTime()
}
