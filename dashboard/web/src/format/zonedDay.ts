const DAY_MS = 86_400_000

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

/** When a day (`2026-11-23`) begins in a zone, in UTC milliseconds; NaN when it is no day. `later` days after it. */
export function startOfDay(day: string, zone: string, later = 0): number {
  const midnight = Date.parse(`${day}T00:00:00Z`) + later * DAY_MS
  return Number.isNaN(midnight) ? midnight : midnight - offsetAt(midnight - offsetAt(midnight, zone), zone)
}
