import { CodedError } from '#domain/errors.ts'
import type { Millis } from '#domain/time.ts'

const REMEMBERED = 10_000

/** What is counted, and how often it may be within the window. */
export type RateKey = readonly [key: string, limit: number]

/** Counts what was done within a sliding window (ms), by key. It lives in memory: a restart forgives. */
export interface Rates {
  /** Counts once for each key before the work is done, so that parallel ones count too. @throws CodedError TOO_MANY_REQUESTS with `retryAfterS` */
  take(keys: readonly RateKey[], windowMs: Millis): void
  /** Takes the newest count of a key back. */
  giveBack(key: string): void
  forget(key: string): void
}

export function createRates(now: () => Millis): Rates {
  const counted = new Map<string, Millis[]>()
  const recent = (key: string, windowMs: Millis) => (counted.get(key) ?? []).filter(at => at > now() - windowMs)
  return {
    take: (keys, windowMs) => {
      for (const [key, limit] of keys) {
        const [oldest, ...more] = recent(key, windowMs)
        if (oldest !== undefined && more.length + 1 >= limit)
          throw new CodedError('TOO_MANY_REQUESTS', { retryAfterS: Math.ceil((oldest + windowMs - now()) / 1000) })
      }
      for (const [key] of keys) {
        const kept = [...recent(key, windowMs), now()]
        counted.delete(key)
        counted.set(key, kept)
      }
      while (counted.size > REMEMBERED) counted.delete(counted.keys().next().value as string)
    },
    giveBack: key => void counted.set(key, (counted.get(key) ?? []).slice(0, -1)),
    forget: key => void counted.delete(key),
  }
}
