import type { Reading } from '#domain/telemetry.ts'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import { StoreError } from './stores/storeError.ts'

const isAboutTheBatch = (error: unknown): boolean =>
  error instanceof StoreError && (error.failure === 'refused' || error.failure === 'tooLarge')

/** A reading that the store will never take. */
export interface RefusedReading {
  reading: Reading
  why: string
}

/**
 * Stores a batch; when the store refuses it, halves it until the readings that are to blame stand alone.
 * @returns the refused ones. @throws whatever passes by itself: then nothing is decided, and the batch comes again
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
    if (!isAboutTheBatch(error)) throw error
    const [only, second] = readings
    if (only && !second) return [{ reading: only, why: (error as Error).message }]
    const middle = Math.ceil(readings.length / 2)
    const first = await storeReadings(store, readings.slice(0, middle))
    return [...first, ...(await storeReadings(store, readings.slice(middle)))]
  }
}
