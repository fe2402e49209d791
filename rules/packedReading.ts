import type { MetricValue, Reading } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'

/** A reading as it is kept for a while: the names are one array for all that have the same. */
export interface PackedReading {
  ts: Millis
  receivedAt: Millis
  names: readonly string[]
  values: readonly MetricValue[]
}

type Heard = Pick<Reading, 'ts' | 'receivedAt' | 'metrics'>

/** Packs a reading; it shares the names of the one before it where they are the same. */
export function pack({ ts, receivedAt, metrics }: Heard, before: object | undefined): PackedReading {
  const names = Object.keys(metrics)
  const known = before && 'names' in before ? (before as PackedReading).names : undefined
  const values = names.map(name => metrics[name] ?? null)
  return { ts, receivedAt, names: known && isSame(known, names) ? known : names, values }
}

export const unpack = ({ ts, receivedAt, names, values }: PackedReading): Heard => ({
  ts,
  receivedAt,
  metrics: Object.fromEntries(names.map((name, i) => [name, values[i] ?? null])),
})

/** Whether two lists of names are the same, in the same order. */
export function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
