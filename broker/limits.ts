import { MAX_PAYLOAD_BYTES } from '#domain/telemetry.ts'

/** What one device, known or unknown, may take of the door. */
export interface DoorLimits {
  /** Open connections, TCP and WebSocket together. */
  connections: number
  /** From the open socket to a whole CONNECT. */
  connectTimeoutMs: number
  /** Longest keep-alive in seconds; 0, which means never, is refused too. */
  keepaliveS: number
  /** Size of the CONNECT packet. */
  connectBytes: number
  /** Size of any later packet: the payload and its header. */
  packetBytes: number
  /** A subscriber that does not read for so long is cut off, or it would hold up the others. */
  drainMs: number
  /** Password hashes computed at the same time, and connections that may wait for theirs. */
  hashing: number
  waitingForHash: number
  /** How long a proved password is believed before it is hashed again. */
  proofMs: number
  /** How long `stop` waits for messages that are being written to disk. */
  stopMs: number
}

export const DOOR_LIMITS: DoorLimits = {
  connections: 10_000,
  connectTimeoutMs: 5_000,
  keepaliveS: 300,
  connectBytes: 4_096,
  packetBytes: MAX_PAYLOAD_BYTES + 1_024,
  drainMs: 3_000,
  hashing: 2,
  waitingForHash: 1_000,
  proofMs: 600_000,
  stopMs: 3_000,
}
