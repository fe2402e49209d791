import { MAX_PAYLOAD_BYTES } from '#domain/telemetry.ts'

/** So many at a time, and on average so many a second. */
export interface Rate {
  perSecond: number
  burst: number
}

/** What one device, known or unknown, may take of the door. */
export interface DoorLimits {
  /** Open connections, TCP, TLS and WebSocket together. */
  connections: number
  /** Open connections that have not signed in yet, from one address and from all of them. */
  strangersPerAddress: number
  strangers: number
  /** New connections from one address and from all of them. */
  connectRatePerAddress: Rate
  connectRate: Rate
  /** Above its rate a new connection waits for its turn; one that would wait longer is refused. */
  connectWaitMs: number
  /** From the open socket to a whole CONNECT; a TLS handshake has as long. */
  connectTimeoutMs: number
  /** Longest keep-alive in seconds; 0, which means never, is refused too. */
  keepaliveS: number
  /** Size of the CONNECT packet. */
  connectBytes: number
  /** Size of any later packet: the payload and its header. */
  packetBytes: number
  /** A PUBLISH between `packetBytes` and this is cut to `packetBytes`, so that it can be refused with its reason. */
  clippedBytes: number
  /** Packets and bytes of one gateway. Above them its connection is not read for a while. */
  packetRate: Rate
  byteRate: Rate
  /** A gateway that was above its rate for so long without a pause is cut off. */
  floodMs: number
  /** Filters that one gateway may subscribe to. */
  subscriptions: number
  /** A subscriber that does not read for so long is cut off, or it would hold up the others. */
  drainMs: number
  /** Bytes that may wait for a subscriber's socket; with more it is cut off at once. */
  unreadBytes: number
  /** Retained messages of all gateways (two topics each: state and birth). */
  retainedMessages: number
  retainedBytes: number
  /** Messages kept for one absent gateway with a persistent session; the oldest go first. */
  offlineMessages: number
  offlineBytes: number
  /** The same for all gateways together. */
  offlineTotalBytes: number
  /** How long a message waits for an absent gateway. */
  offlineMs: number
  /** Password hashes computed at the same time, and connections that may wait for theirs. */
  hashing: number
  waitingForHash: number
  /** How long a proved password is believed before it is hashed again. */
  proofMs: number
  /** How long `stop` waits for messages that are being written to disk. */
  stopMs: number
}

const MIB = 1_048_576

export const DOOR_LIMITS: DoorLimits = {
  connections: 20_000,
  strangersPerAddress: 1_000,
  strangers: 5_000,
  connectRatePerAddress: { perSecond: 200, burst: 1_000 },
  connectRate: { perSecond: 1_000, burst: 5_000 },
  connectWaitMs: 3_000,
  connectTimeoutMs: 5_000,
  keepaliveS: 300,
  connectBytes: 4_096,
  packetBytes: MAX_PAYLOAD_BYTES + 1_024,
  clippedBytes: MIB,
  packetRate: { perSecond: 5_000, burst: 20_000 },
  byteRate: { perSecond: 8 * MIB, burst: 32 * MIB },
  floodMs: 300_000,
  subscriptions: 100,
  drainMs: 3_000,
  unreadBytes: 4 * MIB,
  retainedMessages: 50_000,
  retainedBytes: 128 * MIB,
  offlineMessages: 1_000,
  offlineBytes: MIB,
  offlineTotalBytes: 128 * MIB,
  offlineMs: 86_400_000,
  hashing: 2,
  waitingForHash: 1_000,
  proofMs: 600_000,
  stopMs: 3_000,
}
