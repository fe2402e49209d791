import type { Log } from '#domain/log.ts'
import type { Reading } from '#domain/telemetry.ts'

type Listener = (readings: readonly Reading[]) => void

/** Hands readings on, once they are on disk; a listener that fails disturbs no other. */
export function createReadingFeed(log: Log) {
  const listeners = new Set<Listener>()
  return {
    subscribe: (listener: Listener): (() => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    publish: (readings: readonly Reading[]): void => {
      if (readings.length === 0) return
      for (const listener of listeners) {
        try {
          listener(readings)
        } catch (err) {
          log.error({ err }, 'a listener to readings failed')
        }
      }
    },
  }
}
