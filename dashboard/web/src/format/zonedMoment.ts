/** How far the zone's clock is ahead of UTC at a moment, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find(p => p.type === type)?.value)
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return local - Math.floor(at / 1000) * 1000
}

/** When a zone's clock shows a time, in UTC milliseconds. `wall`: what it shows, as if it were UTC; NaN stays NaN. */
export const momentOf = (wall: number, zone: string): number =>
  Number.isNaN(wall) ? wall : wall - offsetAt(wall - offsetAt(wall, zone), zone)

/** The moment that a `datetime-local` field shows (`2026-11-27T08:30`) on a zone's clock, in UTC milliseconds; NaN when none. */
export const zonedMoment = (text: string, zone: string): number => momentOf(Date.parse(`${text}Z`), zone)
