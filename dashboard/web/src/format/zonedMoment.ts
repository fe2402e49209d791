import { offsetAt } from '#domain/zonedTime.ts'

/** When a zone's clock shows a time, in UTC milliseconds. `wall`: what it shows, as if it were UTC; NaN stays NaN. */
export const momentOf = (wall: number, zone: string): number =>
  Number.isNaN(wall) ? wall : wall - offsetAt(zone, wall - offsetAt(zone, wall))

/** The moment that a `datetime-local` field shows (`2026-11-27T08:30`) on a zone's clock, in UTC milliseconds; NaN when none. */
export const zonedMoment = (text: string, zone: string): number => momentOf(Date.parse(`${text}Z`), zone)
