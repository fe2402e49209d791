import { setTimeout as delay } from 'node:timers/promises'

export interface BackOffLimits {
  firstMs: number
  longestMs: number
}

/** Whoever asks for more is asked again after this. */
const MOST_ASKED_MS = 300_000

/** Waits longer after each failure in a row, by half of it at random, so that retries do not come in step. */
export function createBackOff({ firstMs, longestMs }: BackOffLimits) {
  let failures = 0
  return {
    /** Waits at least `atLeastMs`, where the other side said so; ends when `signal` aborts. */
    wait: async (signal: AbortSignal, atLeastMs = 0): Promise<void> => {
      const longest = Math.min(firstMs * 2 ** failures++, longestMs)
      const asked = Math.min(atLeastMs, MOST_ASKED_MS)
      await delay(asked + longest * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined)
    },
    reset: (): void => {
      failures = 0
    },
  }
}
