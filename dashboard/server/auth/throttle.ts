import type { Millis } from '#domain/time.ts'
import { createRates, type RateKey } from './rates.ts'

const WINDOW_MS = 15 * 60_000
/** Wrong passwords within the window that are forgiven: for one account from one address, and for one address. */
const FORGIVEN = { account: 5, address: 30 }

export interface LogInThrottle {
  /** Counts an attempt before it is looked at, so that parallel ones count too. @throws CodedError TOO_MANY_REQUESTS with `retryAfterS` */
  attempt(address: string, username: string): void
  /** The password was right: the attempts are forgotten. */
  succeeded(address: string, username: string): void
}

/** Slows guessing down without letting strangers lock an account out for everybody: it counts by address. */
export function createLogInThrottle(now: () => Millis): LogInThrottle {
  const rates = createRates(now)
  const keysOf = (address: string, username: string): [account: RateKey, own: RateKey] => [
    [JSON.stringify([address, username]), FORGIVEN.account],
    [JSON.stringify([address]), FORGIVEN.address],
  ]
  return {
    attempt: (address, username) => rates.take(keysOf(address, username), WINDOW_MS),
    succeeded: (address, username) => {
      const [[account], [own]] = keysOf(address, username)
      rates.forget(account)
      rates.giveBack(own)
    },
  }
}
