import { setTimeout as delay } from 'node:timers/promises'

export interface BackOffLimits {
  firstMs: number
  longestMs: number
}

/** Waits longer after each failure in a row, by half of it at random, so that retries do not come in step. */
export function createBackOff({ firstMs, longestMs }: BackOffLimits) {
  let failures = 0
  return {
    wait: async (signal: AbortSignal): Promise<void> => {
      const longest = Math.min(firstMs * 2 ** failures++, longestMs)
      await delay(longest * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined)
    },
    reset: (): void => {
      failures = 0
    },
  }
}
