import { MAX_BATCH, MAX_PAYLOAD_BYTES } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import type { Metrics } from './model.ts'

/** What a piece of equipment measured at one moment. */
export interface Sample {
  ts: Millis
  metrics: Metrics
}

/** What session, seq and the array add to each object, at most. */
const STAMP_BYTES = 100

/** As many samples a message as the contract allows. */
export function* batches(samples: readonly Sample[]): Generator<Sample[]> {
  let batch: Sample[] = []
  let bytes = 0
  for (const sample of samples) {
    const size = JSON.stringify(sample).length + STAMP_BYTES
    if (batch.length === MAX_BATCH || bytes + size > MAX_PAYLOAD_BYTES) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(sample)
    bytes += size
  }
  if (batch.length > 0) yield batch
}
