import type { Duplex } from 'node:stream'
import type { DoorLimits } from './limits.ts'

type FrameLimits = Pick<DoorLimits, 'connectBytes' | 'packetBytes'>
const CONNECT = 1

/**
 * Watches the packet boundaries of one MQTT byte stream (MQTT 3.1.1 §2.2, fixed header) without keeping the bytes.
 * @returns takes the next chunk and tells why the stream must end, or undefined
 */
export function createFrameWatch(limits: FrameLimits): (chunk: Uint8Array) => string | undefined {
  let packets = 0
  let skip = 0
  let type: number | undefined
  let length = 0
  let lengthBytes = 0

  const startPacket = (): string | undefined => {
    const limit = packets === 0 ? limits.connectBytes : limits.packetBytes
    if (length + lengthBytes + 1 > limit) return `a packet of ${length} bytes is over the limit of ${limit}`
    packets += 1
    skip = length
    type = undefined
    length = 0
    lengthBytes = 0
    return undefined
  }

  const takeHeaderByte = (byte: number): string | undefined => {
    if (type === undefined) {
      type = byte >> 4
      return packets === 0 && type !== CONNECT ? 'the first packet is not CONNECT' : undefined
    }
    length += (byte & 0x7f) * 128 ** lengthBytes
    lengthBytes += 1
    if (byte < 0x80) return startPacket()
    return lengthBytes === 4 ? 'the length of a packet has more than four bytes' : undefined
  }

  return chunk => {
    for (let at = 0; at < chunk.length; ) {
      const step = Math.min(skip, chunk.length - at)
      skip -= step
      at += step
      if (at === chunk.length) return undefined
      const problem = takeHeaderByte(chunk[at++] as number)
      if (problem !== undefined) return problem
    }
    return undefined
  }
}

/** Ends the stream before a parser sees a packet that is too large. aedes reads its streams by `read()` alone. */
export function guardFrames(stream: Duplex, limits: FrameLimits): void {
  const watch = createFrameWatch(limits)
  const read = stream.read.bind(stream)
  stream.read = size => {
    const chunk: Uint8Array | null = read(size)
    const problem = chunk === null ? undefined : watch(chunk)
    if (problem === undefined) return chunk
    stream.destroy(new Error(problem))
    return null
  }
}
