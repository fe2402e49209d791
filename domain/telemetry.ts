import { type Static, Type } from 'typebox'
import { Id } from './id.ts'
import type { Millis } from './time.ts'

/** contract.md §1: at most 500 telemetry objects a message, 64 KiB at most. */
export const MAX_BATCH = 500
export const MAX_PAYLOAD_BYTES = 65_536
/** A measurement may lie this far ahead of the service's clock before it is refused. */
export const MAX_FUTURE_MS = 5 * 60_000
/** Live telemetry older than this counts as backfill: history, no tickets (design.md §2 law 5). */
export const LIVE_WINDOW_MS = 24 * 3_600_000

export const MetricValue = Type.Union([Type.Number(), Type.Boolean(), Type.Null()])
export type MetricValue = Static<typeof MetricValue>

const Session = Type.String({ minLength: 1, maxLength: 64 })
const Timestamp = Type.Integer({ minimum: 0, description: 'UTC milliseconds' })

/** One measurement message of one piece of equipment, as it travels over MQTT. */
export const Telemetry = Type.Object(
  {
    ts: Type.Optional(Timestamp),
    session: Type.Optional(Session),
    seq: Type.Optional(Type.Integer({ minimum: 0, maximum: 4_294_967_295 })),
    metrics: Type.Record(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_]{0,63}$' }), MetricValue, { minProperties: 1 }),
  },
  { $id: 'Telemetry' },
)
export type Telemetry = Static<typeof Telemetry>

export const TelemetryPayload = Type.Union([Telemetry, Type.Array(Telemetry, { minItems: 1, maxItems: MAX_BATCH })])

/** `facility/v1/{site}/{gateway}/state`: the gateway's life sign, and its Will. */
export const GatewayState = Type.Object(
  { online: Type.Boolean(), session: Session, ts: Type.Optional(Timestamp) },
  { $id: 'GatewayState' },
)
export type GatewayState = Static<typeof GatewayState>

/** `facility/v1/{site}/{gateway}/birth`: what hangs on the gateway in this session. */
export const GatewayBirth = Type.Object(
  {
    session: Session,
    ts: Type.Optional(Timestamp),
    equipment: Type.Array(
      Type.Object({
        id: Id,
        class: Id,
        name: Type.Optional(Type.String({ maxLength: 200 })),
        model: Type.Optional(Type.String({ maxLength: 200 })),
        params: Type.Optional(Type.Record(Type.String(), Type.Union([Type.Number(), Type.String(), Type.Boolean()]))),
      }),
      { maxItems: 10_000 },
    ),
  },
  { $id: 'GatewayBirth' },
)
export type GatewayBirth = Static<typeof GatewayBirth>

/** `facility/v1/{site}/{gateway}/{equipment}/event`: a fault that the controller itself reports. */
export const DeviceEvent = Type.Object(
  {
    ts: Type.Optional(Timestamp),
    code: Type.String({ minLength: 1, maxLength: 64 }),
    active: Type.Boolean(),
    detail: Type.Optional(Type.Unknown()),
  },
  { $id: 'DeviceEvent' },
)
export type DeviceEvent = Static<typeof DeviceEvent>

/** One decoded, checked measurement: everything after ingest speaks of readings. */
export interface Reading {
  site: string
  gateway: string
  equipment: string
  class: string
  ts: Millis
  receivedAt: Millis
  metrics: Record<string, MetricValue>
  /** History only: stored, but no rule looks at it. */
  backfill: boolean
}

/** One raw point of one metric; booleans are kept as 0 and 1. */
export interface Point {
  ts: Millis
  value: number
}

/** A bucket of a downsampled range; `ts` is its start. */
export interface Bucket {
  ts: Millis
  mean: number
  min: number
  max: number
  count: number
}

/** Why a message could not be used. */
export const REJECT_REASONS = [
  'TOPIC_UNKNOWN',
  'PAYLOAD_TOO_LARGE',
  'JSON_INVALID',
  'SCHEMA_INVALID',
  'EQUIPMENT_UNKNOWN',
  'METRIC_UNKNOWN',
  'METRIC_TYPE',
  'METRIC_NOT_FINITE',
  'METRIC_OUT_OF_RANGE',
  'TIMESTAMP_FUTURE',
  'FAULT_UNKNOWN',
  'STORE_REFUSED',
  'RECORD_DAMAGED',
] as const
export type RejectReason = (typeof REJECT_REASONS)[number]

/** A message that was acknowledged but could not be used, kept with its reason. */
export interface Rejection {
  id: number
  receivedAt: Millis
  topic: string
  gateway: string
  reason: RejectReason
  detail: string
  /** The first 2,048 bytes as text. */
  payload: string
}
