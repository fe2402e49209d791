import { Type } from 'typebox'
import { SEVERITIES, SUPPRESSIONS } from '#domain/faults.ts'
import { ROLES } from '#domain/people.ts'
import { MetricValue } from '#domain/telemetry.ts'
import { Id, Moment } from './common.ts'

export const EvidenceView = Type.Object({
  metric: Type.String(),
  value: MetricValue,
  ts: Moment,
  limit: Type.Optional(Type.Number()),
})

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
    evidence: Type.Array(EvidenceView),
    acknowledgedAt: Type.Optional(Moment),
    acknowledgedBy: Type.Optional(Type.String()),
    comment: Type.Optional(Type.String()),
    shelvedUntil: Type.Optional(Moment),
    shelvedBy: Type.Optional(Type.String()),
    shelveReason: Type.Optional(Type.String()),
    ticket: Type.Optional(Type.String()),
    withheld: Type.Optional(Type.Boolean({ description: 'Its rule has used up its tickets of the day' })),
    occurrences: Type.Integer({ description: 'How often it came; chattering stays in one fault' }),
    occurredAt: Moment,
    chatteringAt: Type.Optional(
      Type.String({ format: 'date-time', description: 'It counts as chattering until then' }),
    ),
    standingAt: Type.Optional(Type.String({ format: 'date-time', description: 'Since when it counts as standing' })),
    suppressed: Type.Optional(Type.Enum([...SUPPRESSIONS], { description: 'What keeps it from a ticket and notices' })),
    suppressedBy: Type.Optional(Type.String({ description: 'Which window, incident or out-of-service line does' })),
    window: Type.Optional(
      Type.String({ description: 'The window that keeps or kept it quiet, or in which it fired already' }),
    ),
    incident: Type.Optional(Type.String()),
    reminders: Type.Integer({ description: 'How often people were told again for want of an acknowledgement' }),
    remindedAt: Type.Optional(Moment),
    escalation: Type.Integer({ description: 'The step of escalation that is reached; 0: none' }),
    escalatedAt: Type.Optional(Moment),
    escalatedTo: Type.Optional(Type.Enum([...ROLES])),
  },
  { $id: 'Fault' },
)

export const FaultHistoryView = Type.Object({
  items: Type.Array(
    Type.Object({
      at: Moment,
      by: Type.String(),
      event: Type.String(),
      detail: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    }),
  ),
})

export const OutOfServiceView = Type.Object(
  {
    id: Type.String(),
    site: Id,
    equipment: Id,
    code: Type.Optional(Type.String({ description: 'Only this rule' })),
    reason: Type.String(),
    by: Type.String(),
    since: Moment,
    untilAt: Type.Optional(Moment),
    endedAt: Type.Optional(Moment),
    endedBy: Type.Optional(Type.String()),
  },
  { $id: 'OutOfService' },
)
