import type { DoorLimits } from './limits.ts'
import { createTokenBucket } from './tokenBucket.ts'

export type WhyNotIn = 'closing' | 'full' | 'strangers' | 'rate'

type TurnstileLimits = Pick<
  DoorLimits,
  'strangers' | 'strangersPerAddress' | 'connectRate' | 'connectRatePerAddress' | 'connectWaitMs'
>

interface Visitor {
  strangers: number
  rate: (tokens: number, now: number) => number
  lastSeen: number
}

/** How many addresses are remembered before those without a connection and with a full bucket are forgotten. */
const REMEMBERED_ADDRESSES = 10_000

/**
 * Limits connections by where they come from, as long as nobody knows who they are. Gateways that have signed in do
 * not count: a whole site may sit behind one address. `now` is a clock that never goes back.
 */
export function createTurnstile(limits: TurnstileLimits, now: () => number) {
  const everyone = createTokenBucket(limits.connectRate)
  const visitors = new Map<string, Visitor>()
  let strangers = 0

  const forgetIdle = (): void => {
    const { perSecond, burst } = limits.connectRatePerAddress
    const fullAgain = now() - (burst / perSecond) * 1_000
    for (const [address, { strangers: open, lastSeen }] of visitors)
      if (open === 0 && lastSeen < fullAgain) visitors.delete(address)
  }
  const visitorFrom = (address: string): Visitor => {
    if (visitors.size >= REMEMBERED_ADDRESSES) forgetIdle()
    const visitor = visitors.get(address) ?? {
      strangers: 0,
      rate: createTokenBucket(limits.connectRatePerAddress),
      lastSeen: 0,
    }
    visitors.set(address, visitor)
    visitor.lastSeen = now()
    return visitor
  }

  return {
    strangers: () => strangers,
    /** How long the connection must wait, in ms, or why it is refused. `leave` tells that it is a stranger no more. */
    enter: (address: string): { waitMs: number; leave(): void } | WhyNotIn => {
      const visitor = visitorFrom(address)
      if (strangers >= limits.strangers || visitor.strangers >= limits.strangersPerAddress) return 'strangers'
      const waitMs = Math.max(visitor.rate(1, now()), everyone(1, now()))
      if (waitMs > limits.connectWaitMs) {
        // Whoever is turned away has taken nothing.
        visitor.rate(-1, now())
        everyone(-1, now())
        return 'rate'
      }
      strangers += 1
      visitor.strangers += 1
      let inside = true
      const leave = (): void => {
        if (!inside) return
        inside = false
        strangers -= 1
        visitor.strangers -= 1
      }
      return { waitMs, leave }
    },
  }
}
