import { momentOf } from './zonedMoment.ts'

const DAY_MS = 86_400_000

/** When a day (`2026-11-23`) begins in a zone, in UTC milliseconds; NaN when it is no day. `later` days after it. */
export function startOfDay(day: string, zone: string, later = 0): number {
  return momentOf(Date.parse(`${day}T00:00:00Z`) + later * DAY_MS, zone)
}
