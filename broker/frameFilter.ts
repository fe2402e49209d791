import type { DoorLimits } from './limits.ts'

export type FrameLimits = Pick<DoorLimits, 'connectBytes' | 'packetBytes' | 'clippedBytes'>

export interface Filtered {
  /** What the parser may see. */
  bytes: Uint8Array
  /** Packets that began. */
  packets: number
  /** Why the stream must end. */
  problem?: string
}

const CONNECT = 1
const PUBLISH = 3
/** The longest fixed header: a type and four bytes of length (MQTT 3.1.1 §2.2). */
const LONGEST_HEADER = 5

const lengthIn = (header: readonly number[]): number =>
  header.slice(1).reduce((length, byte, i) => length + (byte & 0x7f) * 128 ** i, 0)

function fixedHeader(firstByte: number, length: number): Uint8Array {
  const bytes = [firstByte]
  for (let rest = length; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest < 128 ? rest : (rest % 128) | 0x80)
    if (rest < 128) return Uint8Array.from(bytes)
  }
}

/** How much of a packet's body is kept, or why the stream must end. */
function bodyToKeep(header: readonly number[], isFirst: boolean, limits: FrameLimits): number | string {
  const length = lengthIn(header)
  const total = length + header.length
  const limit = isFirst ? limits.connectBytes : limits.packetBytes
  if (total <= limit) return length
  const clippable = !isFirst && (header[0] as number) >> 4 === PUBLISH && total <= limits.clippedBytes
  return clippable ? limit - LONGEST_HEADER : `a packet of ${length} bytes is over the limit of ${limit}`
}

function headerProblem(header: readonly number[], isFirst: boolean): string | undefined {
  if (isFirst && (header[0] as number) >> 4 !== CONNECT) return 'the first packet is not CONNECT'
  if (header.length === LONGEST_HEADER && (header[4] as number) >= 0x80)
    return 'the length of a packet has more than four bytes'
  return undefined
}

/**
 * Watches the packet boundaries of one MQTT byte stream (MQTT 3.1.1 §2.2, fixed header) without keeping the bytes. A
 * PUBLISH that is too large is cut short, with a header that says so: its sender gets its answer, and nobody holds it.
 * @returns takes the next chunk
 */
export function createFrameFilter(limits: FrameLimits): (chunk: Uint8Array) => Filtered {
  let isFirst = true
  let header: number[] = []
  let keep = 0
  let drop = 0

  return chunk => {
    const pieces: Uint8Array[] = []
    let packets = 0
    let from = 0
    let at = 0
    /** Where the header began in this chunk; -1 when it began in an earlier one, which did not pass it on. */
    let headerAt = -1

    const endHeader = (): string | undefined => {
      const kept = bodyToKeep(header, isFirst, limits)
      if (typeof kept === 'string') return kept
      const length = lengthIn(header)
      if (headerAt < 0 || kept < length) {
        pieces.push(chunk.subarray(from, Math.max(from, headerAt)), fixedHeader(header[0] as number, kept))
        from = at
      }
      keep = kept
      drop = length - kept
      packets += 1
      isFirst = false
      header = []
      return undefined
    }

    while (at < chunk.length) {
      if (keep > 0) {
        const step = Math.min(keep, chunk.length - at)
        keep -= step
        at += step
      } else if (drop > 0) {
        pieces.push(chunk.subarray(from, at))
        const step = Math.min(drop, chunk.length - at)
        drop -= step
        at += step
        from = at
      } else {
        if (header.length === 0) headerAt = at
        header.push(chunk[at++] as number)
        const ended = header.length > 1 && (header.at(-1) as number) < 0x80
        const problem = headerProblem(header, isFirst) ?? (ended ? endHeader() : undefined)
        if (problem !== undefined) return { bytes: new Uint8Array(), packets, problem }
      }
    }
    if (header.length > 0) {
      pieces.push(chunk.subarray(from, Math.max(from, headerAt)))
      from = chunk.length
    }
    if (pieces.length === 0) return { bytes: chunk, packets }
    return { bytes: Buffer.concat([...pieces, chunk.subarray(from)]), packets }
  }
}
