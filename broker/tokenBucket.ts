import type { Rate } from './limits.ts'

/**
 * A token bucket that lends: what is taken beyond its level must be waited for.
 * @returns takes tokens at `now` (milliseconds of a clock that never goes back) and tells how long to wait, in ms
 */
export function createTokenBucket({ perSecond, burst }: Rate): (tokens: number, now: number) => number {
  let level = burst
  let at: number | undefined
  return (tokens, now) => {
    const refill = ((now - (at ?? now)) * perSecond) / 1_000
    level = Math.min(burst, level + refill) - tokens
    at = now
    return level >= 0 ? 0 : (-level / perSecond) * 1_000
  }
}
