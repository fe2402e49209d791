import { type Static, Type } from 'typebox'
import { EscalationStep, Span } from './promise.ts'

const Named = {
  code: Type.String({ pattern: '^[A-Za-z]{1,40}$' }),
  name: Type.String({ maxLength: 200 }),
  name_zh: Type.String({ maxLength: 200 }),
}
const Score = Type.Integer({ minimum: 1, maximum: 5 })

/** What customers are asked after a repair (ISO 10004:2018 §7.3), and what follows a low score. */
export const SurveyPolicy = Type.Object({
  questions: Type.Array(Type.Object(Named), { maxItems: 10 }),
  reasons: Type.Array(Type.Object(Named), { maxItems: 30 }),
  /** Who gives this score or more is satisfied (PL-SAT). */
  satisfiedFrom: Score,
  /** Where any score is this or less, the customer is called back within `callBack`. */
  lowScore: Score,
  callBack: Span,
  validDays: Type.Integer({ minimum: 1, maximum: 365 }),
})

/** Before a return call may end without anybody reached, so many have to be tried (P7 of the service practice). */
export const CallPolicy = Type.Object({ tries: Type.Integer({ minimum: 1, maximum: 20 }) })

/** Complaints by kind, each kind with its own limits (P11); acknowledged, answered and closed as ISO 10002:2018 §8 orders it. */
export const ComplaintPolicy = Type.Object({
  kinds: Type.Array(Type.Object({ ...Named, acknowledge: Span, answer: Span, close: Span }), {
    minItems: 1,
    maxItems: 30,
  }),
  causes: Type.Array(Type.Object(Named), { minItems: 1, maxItems: 30 }),
  escalation: Type.Array(EscalationStep, { maxItems: 9 }),
  /** How long after the end the complainer's name and number are kept (D2). */
  contactDays: Type.Integer({ minimum: 1, maximum: 3650 }),
})
export type ComplaintPolicy = Static<typeof ComplaintPolicy>
export type ComplaintKind = ComplaintPolicy['kinds'][number]
