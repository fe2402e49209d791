import { CodedError } from '#domain/errors.ts'
import type { Millis } from '#domain/time.ts'
import { createRates, type RateKey } from './rates.ts'

const WINDOW_MS = 15 * 60_000
/** Wrong labels within the window that are forgiven: to one person, whatever the tickets. */
const FORGIVEN = 10

/**
 * Slows the guessing of label codes down: counts each code before it is looked at, and takes back those that were not wrong.
 * @throws CodedError TOO_MANY_REQUESTS with `retryAfterS`
 */
export type ProofThrottle = <T>(who: string, proof: string | undefined, move: () => Promise<T>) => Promise<T>

export function createProofThrottle(now: () => Millis): ProofThrottle {
  const rates = createRates(now)
  return async (who, proof, move) => {
    if (proof === undefined) return await move()
    const key: RateKey = [who, FORGIVEN]
    rates.take([key], WINDOW_MS)
    let wrong = false
    try {
      return await move()
    } catch (error) {
      wrong = error instanceof CodedError && error.code === 'PROOF_MISMATCH'
      throw error
    } finally {
      if (!wrong) rates.giveBack(who)
    }
  }
}
