import type { Duplex } from 'node:stream'
import { createFrameFilter, type FrameLimits } from './frameFilter.ts'
import type { Throttle } from './throttle.ts'

interface GuardEvents {
  onHeld(): void
}

export interface FrameGuard {
  /** From now on the gateway's own rate holds. */
  throttleBy(throttle: Throttle): void
}

/**
 * Stands between a stream and aedes, which reads its streams by `read()` alone: ends the stream before a parser sees
 * a packet that is too large, and reads nothing for a while when a gateway sends too fast, so that TCP slows it down.
 */
export function guardFrames(stream: Duplex, limits: FrameLimits, { onHeld }: GuardEvents): FrameGuard {
  const filter = createFrameFilter(limits)
  const read = stream.read.bind(stream)
  let throttle: Throttle = () => 0
  let held: NodeJS.Timeout | undefined
  stream.once('close', () => clearTimeout(held))

  const hold = (ms: number): void => {
    onHeld()
    held = setTimeout(() => {
      held = undefined
      stream.emit('readable')
    }, ms)
  }

  stream.read = size => {
    if (held) return null
    const chunk: Uint8Array | null = read(size)
    if (chunk === null) return null
    const { bytes, packets, problem } = filter(chunk)
    const pace = problem === undefined ? throttle(packets, chunk.length) : 0
    if (problem !== undefined || pace === 'flood') {
      stream.destroy(new Error(problem ?? 'sends more than its rate without a pause'))
      return null
    }
    if (pace > 0) hold(pace)
    return bytes.length > 0 ? bytes : null
  }
  return {
    throttleBy: next => {
      throttle = next
    },
  }
}
