import { Type } from 'typebox'
import { Id, Moment } from './common.ts'
import { CandidateReasonView } from './dispatch.ts'

const Member = Type.Object({
  technician: Id,
  name: Type.String(),
  phone: Type.Optional(Type.String()),
  company: Type.Optional(Type.String()),
  place: Type.Enum(['lead', 'second']),
  answer: Type.Enum(['proposed', 'waiting', 'accepted']),
  askedAt: Type.Optional(Moment),
  dueAt: Type.Optional(Moment),
  reasons: Type.Array(CandidateReasonView, { description: 'Why the service chose them; empty where a person did' }),
  against: Type.Array(CandidateReasonView),
})

export const CrewView = Type.Object(
  {
    ticket: Id,
    needed: Type.Integer({ description: 'How many people the work asks for' }),
    members: Type.Array(Member),
    askedBefore: Type.Array(
      Type.Object({
        technician: Id,
        name: Type.String(),
        askedAt: Moment,
        endedAt: Moment,
        outcome: Type.Enum(['accepted', 'expired', 'declined', 'returned', 'withdrawn']),
      }),
    ),
    lacking: Type.Optional(
      Type.Object(
        { since: Moment, retryAt: Moment },
        { description: 'Somebody is missing, and when they are looked for again at the latest' },
      ),
    ),
  },
  { $id: 'Crew' },
)
