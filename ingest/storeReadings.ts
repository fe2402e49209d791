import type { Reading } from '#domain/telemetry.ts'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import { StoreError } from './stores/storeError.ts'

/** A reading that the store will never take. */
export interface RefusedReading {
  reading: Reading
  why: string
}

/**
 * Stores a batch, one request at a time and in order; when the store refuses it, halves it until the readings that are
 * to blame stand alone.
 * @returns the refused ones. @throws whatever passes by itself or with a smaller batch: then nothing is decided, and the
 * batch comes again
 */
export async function storeReadings(
  store: Pick<TelemetryStore, 'append'>,
  readings: readonly Reading[],
): Promise<RefusedReading[]> {
  if (readings.length === 0) return []
  try {
    await store.append(readings)
    return []
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    const { failure, message: why } = error
    const [only, second] = readings
    if (only && !second && (failure === 'refused' || failure === 'tooLarge')) return [{ reading: only, why }]
    if (failure !== 'refused') throw error
    const middle = Math.ceil(readings.length / 2)
    const first = await storeReadings(store, readings.slice(0, middle))
    return [...first, ...(await storeReadings(store, readings.slice(middle)))]
  }
}
