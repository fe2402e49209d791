/** The live channels of contract.md §3. */
export const CHANNELS = [
  'faults',
  'tickets',
  'equipment',
  'parts',
  'system',
  'incidents',
  'windows',
  'complaints',
] as const
export type Channel = (typeof CHANNELS)[number]

/** One line of the change log: something in a channel was written or went away. `seq` counts up by one. */
export interface ChangeRow {
  seq: number
  channel: Channel
  item: string
  op: 'upsert' | 'remove'
}

/** One change as a client receives it; on `remove` the item holds only its id. */
export interface Change<T = unknown> {
  op: 'upsert' | 'remove'
  item: T
}

/** `fault:delta` and its kin: the changes whose sequence numbers lie in [from, seq]. */
export interface Delta<T = unknown> {
  epoch: string
  from: number
  seq: number
  changes: Change<T>[]
}

export interface Hello {
  epoch: string
  seq: number
  serverTime: string
  user: { username: string; role: string; sites: readonly string[] }
}

export interface Tick {
  seq: number
  serverTime: string
  ingestLagMs: number
}

export interface Snapshot<T = unknown> {
  epoch: string
  seq: number
  items: T[]
}

export type SyncAnswer<T = unknown> = ({ mode: 'delta' } & Delta<T>) | ({ mode: 'snapshot' } & Snapshot<T>)

export interface MetricPoints {
  equipment: string
  metric: string
  points: [ts: number, value: number | boolean | null][]
}

/** Event names from the server. */
export interface ServerToClient {
  hello: (hello: Hello) => void
  tick: (tick: Tick) => void
  'fault:delta': (delta: Delta) => void
  'ticket:delta': (delta: Delta) => void
  'equipment:delta': (delta: Delta) => void
  'part:delta': (delta: Delta) => void
  'system:delta': (delta: Delta) => void
  'incident:delta': (delta: Delta) => void
  'window:delta': (delta: Delta) => void
  'complaint:delta': (delta: Delta) => void
  'metric:points': (points: MetricPoints) => void
}

export type Refusal = { error: { code: string; message: string } }

/** Requests from a client, each with an acknowledgement. */
export interface ClientToServer {
  watch: (request: { channel: string }, answer: (reply: Snapshot | Refusal) => void) => void
  unwatch: (request: { channel: string }, answer: (reply: { channel: string } | Refusal) => void) => void
  sync: (
    request: { channel: string; epoch: string; since: number },
    answer: (reply: SyncAnswer | Refusal) => void,
  ) => void
}
