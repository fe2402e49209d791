import { Type } from 'typebox'
import { SiteDispatchChange } from '#domain/dispatch.ts'
import { Id } from './common.ts'

export const SiteDispatchView = Type.Object({ site: Id, ...SiteDispatchChange.properties }, { $id: 'SiteDispatch' })

export const CandidateReasonView = Type.Object({
  code: Type.String(),
  points: Type.Number(),
  en: Type.String(),
  zh: Type.String(),
})

export const CandidatesView = Type.Object(
  {
    ticket: Id,
    skill: Type.Optional(Type.String()),
    crew: Type.Integer({ description: 'How many people the work asks for' }),
    items: Type.Array(
      Type.Object({
        technician: Id,
        name: Type.String(),
        phone: Type.Optional(Type.String()),
        company: Type.Optional(Type.String()),
        score: Type.Number(),
        blocked: Type.Boolean({ description: 'A move to them would be refused' }),
        available: Type.Boolean({ description: 'On shift or on call, or without any roster' }),
        skilled: Type.Boolean(),
        reasons: Type.Array(CandidateReasonView),
        against: Type.Array(CandidateReasonView),
      }),
    ),
  },
  { $id: 'Candidates' },
)
