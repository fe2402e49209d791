import { Type } from 'typebox'
import { PlanTerms } from '#domain/plans.ts'
import { Moment } from './common.ts'

export const PlanView = Type.Object(
  {
    code: Type.String(),
    version: Type.Integer({ description: '0: what the product comes with' }),
    shipped: Type.Boolean(),
    ...PlanTerms.properties,
    at: Type.Optional(Moment),
    by: Type.Optional(Type.String()),
    reason: Type.Optional(Type.String({ description: 'Why this version was made' })),
  },
  { $id: 'Plan' },
)
