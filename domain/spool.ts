import type { DeviceEvent, GatewayBirth, GatewayState, Reading } from './telemetry.ts'
import type { Millis } from './time.ts'

interface FromGateway {
  site: string
  gateway: string
  receivedAt: Millis
}

/** What a checked message became. */
export type SpoolItem =
  | { kind: 'reading'; reading: Reading }
  | ({ kind: 'event'; equipment: string; class: string; event: DeviceEvent & { ts: Millis } } & FromGateway)
  | ({ kind: 'state'; state: GatewayState } & FromGateway)
  | ({ kind: 'birth'; birth: GatewayBirth } & FromGateway)

/** An item on disk; positions count up and are never used twice. */
export interface SpoolRecord {
  position: number
  item: SpoolItem
}

/** One reader of the spool, with a durable cursor and a durable state of its own. */
export interface SpoolReader {
  /** The position up to which this reader's effects are durable. */
  position(): number
  /** At most `limit` records after the position `after`, oldest first. */
  read(after: number, limit: number): SpoolRecord[]
  /** Resolves when there is a record after `after`, or when `signal` aborts. */
  wait(after: number, signal: AbortSignal): Promise<void>
  /** Moves the cursor, and writes state entries (key → JSON text) in the same transaction. */
  commit(position: number, state?: Iterable<readonly [key: string, value: string]>): void
  /** Every state entry this reader has written. */
  state(): Iterable<readonly [key: string, value: string]>
}
