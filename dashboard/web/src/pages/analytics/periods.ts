const DAY_MS = 86_400_000

export const PERIODS = ['7d', '30d', '90d', '365d', 'own'] as const
export type PeriodName = (typeof PERIODS)[number]

/** From when to when a report looks, in milliseconds. `own` takes the two days as typed, the last one whole. */
export function periodOf(
  name: PeriodName,
  now: number,
  own: { from: string; to: string } = { from: '', to: '' },
): { from: number; to: number } {
  if (name !== 'own') return { from: now - Number.parseInt(name, 10) * DAY_MS, to: now }
  const from = Date.parse(own.from)
  const to = Date.parse(own.to) + DAY_MS
  const good = Number.isFinite(from) && Number.isFinite(to) && from < to
  return good ? { from, to } : { from: now - 30 * DAY_MS, to: now }
}
