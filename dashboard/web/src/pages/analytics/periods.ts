import { startOfDay } from '../../format/zonedDay.ts'

const DAY_MS = 86_400_000

export const PERIODS = ['7d', '30d', '90d', '365d', 'own'] as const
export type PeriodName = (typeof PERIODS)[number]

/** From when to when a report looks, in milliseconds. `own` takes the days as typed in the sites' zone, the last one whole. */
export function periodOf(
  name: PeriodName,
  now: number,
  own: { from: string; to: string; zone: string } = { from: '', to: '', zone: 'UTC' },
): { from: number; to: number } {
  if (name !== 'own') return { from: now - Number.parseInt(name, 10) * DAY_MS, to: now }
  const from = startOfDay(own.from, own.zone)
  const to = startOfDay(own.to, own.zone, 1)
  return from < to ? { from, to } : { from: now - 30 * DAY_MS, to: now }
}
