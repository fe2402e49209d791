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

/** How long telemetry is kept, in days. */
export interface Retention {
  rawDays: number
  rollupDays: number
}

/** Work on a store's 1-minute and 1-hour rollups; one caller at a time. Progress is kept in the store. @throws CodedError STORE_UNAVAILABLE */
export interface Rollups {
  /** Up to when everything is rolled up, except for what came late; undefined before the first `roll`. */
  rolledTo(): Promise<Millis | undefined>
  /** The time of the oldest raw point that is not older than `from`. */
  oldest(from: Millis): Promise<Millis | undefined>
  /** Rolls up `[from, to)`, whole minutes within one hour, anew where it was rolled before; then `rolledTo` is `to`. @returns the number of minutes, summed over series */
  roll(span: { from: Millis; to: Millis }): Promise<number>
  /** Rolls up anew what came for times before `rolledTo`, up to `limit` hours of one series or piece of equipment. @returns how many there were */
  rollLate(limit: number): Promise<number>
  /** Removes what is older than the retention, but no raw point that is not rolled up. @returns whether there is more to remove */
  expire(now: Millis): Promise<boolean>
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
  /** Buckets of `everyMs`, aligned to the epoch, oldest first; empty buckets are left out. Whole hours and minutes that are rolled up come from the rollups. */
  downsample(query: RangeQuery & { everyMs: number }): Promise<Bucket[]>
  /** Writes all that is stored at this moment into a new file, beside the work; there where the store is a file of ours. @throws CodedError STORE_UNAVAILABLE */
  copyTo?(file: string, signal: AbortSignal): Promise<void>
  /** There when the store was opened with a retention. */
  readonly rollups?: Rollups
  close(): Promise<void>
}
