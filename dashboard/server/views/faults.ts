import { Type } from 'typebox'
import { SEVERITIES } from '#domain/faults.ts'
import { MetricValue } from '#domain/telemetry.ts'
import { Id, Moment } from './common.ts'

export const FaultView = Type.Object(
  {
    id: Type.String(),
    equipment: Id,
    site: Id,
    class: Id,
    code: Type.String(),
    severity: Type.Enum([...SEVERITIES]),
    lifeSafety: Type.Boolean(),
    state: Type.Enum(['firing', 'resolved']),
    firedAt: Moment,
    resolvedAt: Type.Optional(Moment),
    evidence: Type.Array(
      Type.Object({ metric: Type.String(), value: MetricValue, ts: Moment, limit: Type.Optional(Type.Number()) }),
    ),
    acknowledgedAt: Type.Optional(Moment),
    acknowledgedBy: Type.Optional(Type.String()),
    comment: Type.Optional(Type.String()),
    shelvedUntil: Type.Optional(Moment),
    shelvedBy: Type.Optional(Type.String()),
    shelveReason: Type.Optional(Type.String()),
    ticket: Type.Optional(Type.String()),
  },
  { $id: 'Fault' },
)
