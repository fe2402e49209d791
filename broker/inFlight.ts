import { setTimeout as delay } from 'node:timers/promises'

/** Counts works under way, so that a stop can wait for them. */
export function createInFlight() {
  const open = new Set<Promise<unknown>>()
  return {
    size: () => open.size,
    add: (work: Promise<unknown>): void => {
      open.add(work)
      const remove = () => void open.delete(work)
      work.then(remove, remove)
    },
    /** Resolves when all have ended, or after `ms`. */
    settle: async (ms: number): Promise<void> => {
      const late = new AbortController()
      await Promise.race([
        Promise.allSettled(open),
        delay(ms, undefined, { signal: late.signal }).catch(() => undefined),
      ])
      late.abort()
    },
  }
}
