import type { DoorLimits } from './limits.ts'
import { createTokenBucket } from './tokenBucket.ts'

type ThrottleLimits = Pick<DoorLimits, 'packetRate' | 'byteRate' | 'floodMs'>

/** Takes what was read; tells how long to read nothing more, in ms, or that the gateway floods. */
export type Throttle = (packets: number, bytes: number) => number | 'flood'

/** One gateway's buckets. */
function createThrottle(limits: ThrottleLimits, now: () => number): Throttle {
  const packetBucket = createTokenBucket(limits.packetRate)
  const byteBucket = createTokenBucket(limits.byteRate)
  let overSince: number | undefined
  return (packets, bytes) => {
    const at = now()
    const waitMs = Math.max(packetBucket(packets, at), byteBucket(bytes, at))
    overSince = waitMs > 0 ? (overSince ?? at) : undefined
    return overSince !== undefined && at - overSince >= limits.floodMs ? 'flood' : waitMs
  }
}

/**
 * What each gateway may send, kept over its reconnects. Only proved gateways have one, so there are no more than are
 * registered. `now` is a clock that never goes back.
 */
export function createThrottles(limits: ThrottleLimits, now: () => number): (gateway: string) => Throttle {
  const throttles = new Map<string, Throttle>()
  return gateway => {
    const throttle = throttles.get(gateway) ?? createThrottle(limits, now)
    throttles.set(gateway, throttle)
    return throttle
  }
}
