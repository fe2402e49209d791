import { Type } from 'typebox'
import { REJECT_REASONS } from '#domain/telemetry.ts'
import { WorkerSign } from '#domain/workers.ts'
import { Moment } from './common.ts'
import { FillProgressView } from './reportParts.ts'

export const RejectionView = Type.Object(
  {
    id: Type.Integer(),
    receivedAt: Moment,
    topic: Type.String(),
    gateway: Type.String(),
    reason: Type.Enum([...REJECT_REASONS]),
    detail: Type.String(),
    payload: Type.String(),
  },
  { $id: 'Rejection' },
)

export const RuleHealthView = Type.Object({
  class: Type.String(),
  code: Type.String(),
  supported: Type.Boolean(),
  unsupported: Type.Array(Type.String()),
  evaluations: Type.Integer(),
  firings: Type.Integer(),
  lastEvaluated: Type.Optional(Moment),
  errors: Type.Integer(),
  timeUs: Type.Optional(
    Type.Number({ description: 'Microseconds that its evaluations took since the start, estimated from a sample' }),
  ),
  timeShare: Type.Optional(Type.Number({ description: 'Its part of the time of all rules, 0 to 1' })),
  lastError: Type.Optional(Type.String()),
})

const Counts = Type.Record(Type.String(), Type.Integer())
const DoorView = Type.Object(
  {
    connections: Type.Integer(),
    strangers: Type.Integer({ description: 'Connections that have not signed in yet' }),
    refused: { ...Counts, description: 'Turned away since the start, by reason' },
    cutOff: { ...Counts, description: 'Cut off after they were let in, by reason' },
    held: Type.Integer({ description: 'How often a gateway that sent too fast was not read for a while' }),
    retained: Type.Object({ messages: Type.Integer(), bytes: Type.Integer(), refused: Type.Integer() }),
    offline: Type.Object({ messages: Type.Integer(), bytes: Type.Integer(), dropped: Type.Integer() }),
  },
  { description: 'There with the embedded broker' },
)

const RollUpView = Type.Object({
  lagMs: Type.Number({ description: 'How long ago the newest minute ended that is rolled up' }),
  lastError: Type.Optional(Type.String()),
})

const WorkersView = Type.Object(
  {
    storing: Type.Boolean({ description: 'False while the service stores by itself' }),
    items: Type.Array(Type.Object({ ...Type.Omit(WorkerSign, ['call']).properties, seenAt: Moment })),
  },
  { description: 'There when the service leaves storing to workers' },
)

/** How each part of the service is doing. */
export const SystemView = Type.Object(
  {
    serverTime: Moment,
    clock: Type.Enum(['wall', 'telemetry']),
    epoch: Type.String(),
    ingest: Type.Object({
      received: Type.Integer(),
      accepted: Type.Integer(),
      rejected: Type.Integer(),
      duplicates: Type.Integer(),
      spool: Type.Object({
        records: Type.Integer(),
        bytes: Type.Integer(),
        usedBytes: Type.Optional(Type.Integer()),
        limitBytes: Type.Optional(Type.Integer({ description: 'The quota, or what the disk leaves of it' })),
        freeBytes: Type.Optional(Type.Integer({ description: 'Room on the disk' })),
        held: Type.Optional(Type.Integer({ description: 'Messages that wait unacknowledged for room' })),
        oldestMs: Type.Optional(Type.Number({ description: 'Age of the oldest record' })),
      }),
      sequences: Type.Object({ gaps: Type.Integer(), missing: Type.Integer() }),
      readers: Type.Record(Type.String(), Type.Object({ behindRecords: Type.Integer(), oldestMs: Type.Number() })),
      rollUp: Type.Optional(RollUpView),
      workers: Type.Optional(WorkersView),
      alarms: Type.Array(Type.Object({ code: Type.String(), since: Moment, detail: Type.String() })),
    }),
    store: Type.Object({
      kind: Type.String(),
      behindRecords: Type.Integer(),
      oldestMs: Type.Number({ description: 'Age of the oldest record that the store does not have' }),
      lastError: Type.Optional(Type.String()),
    }),
    rules: Type.Object({
      position: Type.Integer(),
      lagRecords: Type.Integer(),
      evaluated: Type.Integer(),
      eventTime: Moment,
      pending: Type.Integer(),
      health: Type.Array(RuleHealthView),
    }),
    database: Type.Object({ dialect: Type.String(), figures: Type.Optional(FillProgressView) }),
    broker: Type.Object({ clients: Type.Integer(), connected: Type.Boolean(), door: Type.Optional(DoorView) }),
    live: Type.Object({ clients: Type.Integer() }),
    gateways: Type.Object({ total: Type.Integer(), online: Type.Integer() }),
  },
  { $id: 'System' },
)
