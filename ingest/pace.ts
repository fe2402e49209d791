import { setTimeout as delay } from 'node:timers/promises'

/**
 * Lets each owner go on so many times a second, after a burst of one second's worth; the others wait their turn.
 * 0 lets everybody go on at once.
 */
export function createPace(perSecond: number, steadyNow: () => number, signal: AbortSignal) {
  const free = new Map<string, number>()
  const step = 1_000 / perSecond
  return {
    /** Resolves when it is the owner's turn; undefined when that is now. Rejects when `signal` aborts. */
    turn: (owner: string): Promise<void> | undefined => {
      if (perSecond === 0) return undefined
      const now = steadyNow()
      const next = Math.max(now - 1_000, free.get(owner) ?? 0) + step
      free.set(owner, next)
      return next > now ? delay(next - now, undefined, { signal }) : undefined
    },
  }
}
