import { type Static, Type } from 'typebox'

/** What an ingest worker tells of itself every few seconds, on `facility/v1/worker`. */
export const WorkerSign = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 64 }),
    call: Type.String({ minLength: 1, maxLength: 64, description: 'The call of the service that it answers' }),
    received: Type.Integer({ description: 'Messages since it was started' }),
    behindRecords: Type.Integer({ description: 'Records that it has not stored yet' }),
    oldestMs: Type.Number({ description: 'Age of the oldest of them' }),
    lastError: Type.Optional(Type.String()),
    alarms: Type.Array(Type.String(), { description: 'Codes of its alarms that stand' }),
  },
  { $id: 'WorkerSign' },
)
export type WorkerSign = Static<typeof WorkerSign>

/** The last that is told of an ingest worker, on the same topic: it is gone for good. */
export const WorkerFarewell = Type.Object(
  { id: WorkerSign.properties.id, retired: Type.Literal(true) },
  { $id: 'WorkerFarewell' },
)
export type WorkerFarewell = Static<typeof WorkerFarewell>

/** What the service calls on `facility/v1/service` each time its connection to the broker stands: a new name. */
export const ServiceCall = Type.Object({ call: WorkerSign.properties.call }, { $id: 'ServiceCall' })

/** How often a worker gives a sign. */
export const SIGN_EVERY_MS = 2_000
