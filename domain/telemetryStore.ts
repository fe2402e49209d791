import type { Bucket, Point, Reading } from './telemetry.ts'
import type { Millis } from './time.ts'

/** One metric of one piece of equipment over `[from, to)`. */
export interface RangeQuery {
  class: string
  equipment: string
  metric: string
  from: Millis
  to: Millis
}

/** Keeps readings. Every implementation passes `test/contracts/telemetryStore.ts`. */
export interface TelemetryStore {
  readonly kind: 'embedded' | 'influx1' | 'influx2'
  /** Stores readings durably; the same equipment, metric and time overwrites. `null` values are skipped, booleans become 0 and 1. @throws CodedError STORE_UNAVAILABLE */
  append(readings: readonly Reading[]): Promise<void>
  /** The newest point of each metric of a piece of equipment. */
  latest(of: { class: string; equipment: string }): Promise<Map<string, Point>>
  /** Raw points, oldest first, at most `limit`. */
  range(query: RangeQuery & { limit: number }): Promise<Point[]>
  /** Buckets of `everyMs`, aligned to the epoch, oldest first; empty buckets are left out. */
  downsample(query: RangeQuery & { everyMs: number }): Promise<Bucket[]>
  close(): Promise<void>
}
