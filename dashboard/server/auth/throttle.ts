import { CodedError } from '#domain/errors.ts'
import type { Millis } from '#domain/time.ts'

const WINDOW_MS = 15 * 60_000
/** Wrong passwords within the window that are forgiven: for one account from one address, and for one address. */
const FORGIVEN = { account: 5, address: 30 }
const REMEMBERED = 10_000

export interface LogInThrottle {
  /** Counts an attempt before it is looked at, so that parallel ones count too. @throws CodedError TOO_MANY_REQUESTS with `retryAfterS` */
  attempt(address: string, username: string): void
  /** The password was right: the attempts are forgotten. */
  succeeded(address: string, username: string): void
}

/** Slows guessing down without letting strangers lock an account out for everybody: it counts by address. */
export function createLogInThrottle(now: () => Millis): LogInThrottle {
  const failures = new Map<string, Millis[]>()
  const recent = (key: string) => (failures.get(key) ?? []).filter(at => at > now() - WINDOW_MS)
  const keysOf = (address: string, username: string): [key: string, limit: number][] => [
    [JSON.stringify([address, username]), FORGIVEN.account],
    [JSON.stringify([address]), FORGIVEN.address],
  ]
  return {
    attempt: (address, username) => {
      for (const [key, limit] of keysOf(address, username)) {
        const [oldest, ...more] = recent(key)
        if (oldest !== undefined && more.length + 1 >= limit)
          throw new CodedError('TOO_MANY_REQUESTS', { retryAfterS: Math.ceil((oldest + WINDOW_MS - now()) / 1000) })
      }
      for (const [key] of keysOf(address, username)) {
        const kept = [...recent(key), now()]
        failures.delete(key)
        failures.set(key, kept)
      }
      while (failures.size > REMEMBERED) failures.delete(failures.keys().next().value as string)
    },
    succeeded: (address, username) => {
      const [[account], [own]] = keysOf(address, username) as [[string, number], [string, number]]
      failures.delete(account)
      failures.set(own, recent(own).slice(0, -1))
    },
  }
}
