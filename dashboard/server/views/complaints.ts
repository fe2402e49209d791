import { Type } from 'typebox'
import { ComplaintMove } from '#domain/complaintForms.ts'
import { COMPLAINT_CHANNELS, COMPLAINT_CLOCKS, COMPLAINT_STATUSES } from '#domain/complaints.ts'
import { ComplaintPolicy } from '#domain/customerPolicy.ts'
import { EscalationStep, Span } from '#domain/promise.ts'
import { Id, Moment } from './common.ts'
import { ContactView } from './intake.ts'

const Status = Type.Enum([...COMPLAINT_STATUSES])
const { level, role } = EscalationStep.properties

const ClockView = Type.Object({
  kind: Type.Enum([...COMPLAINT_CLOCKS]),
  round: Type.Integer({ description: 'Counts the escalations before it' }),
  startedAt: Moment,
  dueAt: Moment,
  stoppedAt: Type.Optional(Moment),
  breachedAt: Type.Optional(Moment),
  span: Span,
  escalations: Type.Array(Type.Object({ level, role, dueAt: Moment, firedAt: Type.Optional(Moment) })),
})

const EventView = Type.Object({
  at: Moment,
  by: Type.String(),
  event: Type.String(),
  from: Type.Optional(Status),
  to: Type.Optional(Status),
  detail: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})

export const ComplaintView = Type.Object(
  {
    id: Id,
    version: Type.Integer(),
    site: Type.Optional(Id),
    kind: Type.String(),
    status: Status,
    channel: Type.Enum([...COMPLAINT_CHANNELS]),
    text: Type.String(),
    ticket: Type.Optional(Id),
    technician: Type.Optional(Id),
    equipment: Type.Optional(Id),
    contact: Type.Optional(ContactView),
    policy: Type.Integer({ description: 'The version of the service levels that it is measured by' }),
    escalations: Type.Integer(),
    registeredAt: Moment,
    closedAt: Type.Optional(Moment),
    handler: Type.Optional(Type.String()),
    finding: ComplaintMove.properties.finding,
    answer: Type.Optional(Type.String()),
    measure: Type.Optional(Type.String()),
    clocks: Type.Array(ClockView),
    history: Type.Array(EventView),
  },
  { $id: 'Complaint' },
)

/** As it was taken down; the token is told here and nowhere else. */
export const AddedComplaintView = Type.Object(
  { ...ComplaintView.properties, token: Type.String({ description: 'The complainer’s page is /c/{token}' }) },
  { $id: 'AddedComplaint' },
)

export const ComplaintKindsView = Type.Object({
  items: Type.Array(Type.Omit(ComplaintPolicy.properties.kinds.items, ['close'])),
})

export const SentComplaintView = Type.Object(
  { complaint: Id, token: Type.String({ description: 'The page of the complaint is /c/{token}' }) },
  { $id: 'SentComplaint' },
)

export const ComplaintProgressView = Type.Object(
  {
    complaint: Id,
    kind: Type.String(),
    status: Status,
    registeredAt: Moment,
    answerDueAt: Type.Optional(Moment),
    answer: Type.Optional(Type.String()),
    steps: Type.Array(Type.Object({ at: Moment, to: Status })),
  },
  { $id: 'ComplaintProgress' },
)
