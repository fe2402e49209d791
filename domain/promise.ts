import { type Static, Type } from 'typebox'
import { ROLES } from './people.ts'

/** How long a promise lasts: minutes on the 24 h clock, or working days of the calendar. */
export const Span = Type.Union([
  Type.Object({ elapsedMin: Type.Integer({ minimum: 1, maximum: 525_600 }) }),
  Type.Object({ workingDays: Type.Integer({ minimum: 1, maximum: 365 }) }),
])
export type Span = Static<typeof Span>

/** Who is told when which share of a promise's time is used up; 1 is the breach. */
export const EscalationStep = Type.Object({
  level: Type.Integer({ minimum: 1, maximum: 9 }),
  share: Type.Number({ exclusiveMinimum: 0, maximum: 10 }),
  role: Type.Enum([...ROLES]),
})
export type EscalationStep = Static<typeof EscalationStep>
