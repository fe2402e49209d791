import type { Millis } from '#domain/time.ts'
import type { Memory, Observation } from './context.ts'

const DAY_MS = 86_400_000
/** The first days of a piece of equipment, taken as its healthy state (commissioning). */
const COMMISSIONING_DAYS = 7
const ROLLING_DAYS = 30

type Day = readonly [start: Millis, sum: number, count: number]

/** What a metric normally is, by day; a commissioning baseline ends with its seventh day of samples, for good. */
export type Baseline = { readonly last: Millis; readonly days: readonly Day[]; readonly fixed: number | null } & {
  readonly [key: string]: Memory
}

const EMPTY: Baseline = { last: -1, days: [], fixed: null }

/** Takes in a sample. `windowMs` is what the baseline is compared with: a rolling baseline lies before it. */
export function learn(known: Baseline = EMPTY, observed: Observation, rolling: boolean, windowMs: number): Baseline {
  if (known.fixed !== null || typeof observed === 'string' || typeof observed.value !== 'number') return known
  if (observed.ts <= known.last) return known
  const { ts, value } = observed
  const start = ts - (ts % DAY_MS)
  const today = known.days.at(-1)
  if (today?.[0] === start) {
    const days = [...known.days.slice(0, -1), [start, today[1] + value, today[2] + 1] as const]
    return { last: ts, days, fixed: null }
  }
  if (!rolling && known.days.length >= COMMISSIONING_DAYS) return { last: ts, days: [], fixed: meanOfDays(known.days) }
  const oldest = start - windowMs - (ROLLING_DAYS + 1) * DAY_MS
  const days = rolling ? known.days.filter(day => day[0] >= oldest) : known.days
  return { last: ts, days: [...days, [start, value, 1]], fixed: null }
}

/** The normal value; undefined while it is being learned. */
export function normal(baseline: Baseline, rolling: boolean, now: Millis, windowMs: number): number | undefined {
  if (!rolling) return baseline.fixed ?? undefined
  const days = baseline.days.filter(day => day[0] + DAY_MS <= now - windowMs)
  return days.length < COMMISSIONING_DAYS ? undefined : meanOfDays(days)
}

/** Every day counts alike, however many samples it has. */
const meanOfDays = (days: readonly Day[]): number =>
  days.reduce((sum, [, total, count]) => sum + total / count, 0) / days.length
