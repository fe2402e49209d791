import { Type } from 'typebox'
import { NewOpinionSurvey, OPINION_TARGETS, OpinionTopic } from '#domain/opinions.ts'
import { Id, Moment } from './common.ts'

const Share = Type.Number({ minimum: 0, maximum: 1 })

export const OpinionReportView = Type.Object(
  {
    id: Id,
    site: Id,
    name: Type.String(),
    target: Type.Enum([...OPINION_TARGETS]),
    from: Moment,
    to: Moment,
    repeatMonths: NewOpinionSurvey.properties.repeatMonths,
    households: Type.Integer(),
    questions: Type.Array(OpinionTopic),
    follows: Type.Optional(Id),
    answered: Type.Integer(),
    responseRate: Share,
    meanScore: Type.Optional(Type.Number()),
    satisfiedShare: Type.Optional(Share),
    promoterScore: Type.Optional(Type.Integer({ minimum: -100, maximum: 100 })),
    byQuestion: Type.Array(
      Type.Object({ code: Type.String(), mean: Type.Number(), count: Type.Integer(), mend: Type.Boolean() }),
      { description: 'The worst first' },
    ),
    suggestions: Type.Array(
      Type.Object({
        number: Type.Integer(),
        at: Moment,
        text: Type.String(),
        department: Type.Optional(Type.String()),
        measure: Type.Optional(Type.String()),
        settledAt: Type.Optional(Moment),
        settledBy: Type.Optional(Type.String()),
      }),
    ),
  },
  { $id: 'OpinionReport' },
)

export const OpinionLinksView = Type.Object(
  {
    items: Type.Array(Type.Object({ token: Type.String(), household: Type.Optional(Type.String()) }), {
      description: 'Told here and nowhere else; the page is /o/{token}',
    }),
  },
  { $id: 'OpinionLinks' },
)

export const OpinionFormView = Type.Object(
  {
    state: Type.Enum(['early', 'open', 'given', 'over']),
    site: Type.String(),
    name: Type.String(),
    to: Moment,
    questions: Type.Array(OpinionTopic),
    departments: Type.Array(OpinionTopic),
  },
  { $id: 'OpinionForm' },
)
