import { type TProperties, Type } from 'typebox'
import { CLOCK_KINDS } from '#domain/ticketClocks.ts'
import { FIGURE_MARKS, FIGURE_TIMES } from '#domain/ticketFilter.ts'
import { TICKET_STATUSES } from '#domain/tickets.ts'
import { Moment } from './common.ts'

const Text = Type.String({ minLength: 1, maxLength: 200 })
export const Status = Type.Enum([...TICKET_STATUSES])
export const Clock = Type.Enum([...CLOCK_KINDS])
export const Score = Type.Integer({ minimum: 1, maximum: 5 })

/** The filters of a list of tickets by what reports count; `from` and `to` beside them. */
export const figureFilter = {
  when: Type.Optional(Type.Enum([...FIGURE_TIMES], { description: 'Which time `from` and `to` are about' })),
  class: Type.Optional(Text),
  model: Type.Optional(Text),
  faultCode: Type.Optional(Text),
  cause: Type.Optional(Text),
  is: Type.Optional(Type.Enum([...FIGURE_MARKS])),
  clock: Type.Optional(Clock),
  kept: Type.Optional(Type.Boolean({ description: 'With `clock`: whether the promise was kept' })),
  missedIn: Type.Optional(Status),
  score: Type.Optional(Score),
  plan: Type.Optional(Text),
  carries: Type.Optional({ ...Text, description: 'Visits of plans that carry equipment of this class' }),
  carriesModel: Type.Optional({ ...Text, description: 'Visits of plans that carry equipment of this model' }),
  demandOf: Type.Optional({ ...Text, description: 'Visits with a test on demand of this fault' }),
}

const Filter = Type.Object({
  ...figureFilter,
  from: Type.Optional(Moment),
  to: Type.Optional(Moment),
  site: Type.Optional(Type.String()),
  equipment: Type.Optional(Type.String()),
  technician: Type.Optional(Type.String()),
  open: Type.Optional(Type.Boolean()),
})
/** A count, and the tickets behind it. */
export const counted = <P extends TProperties>(more: P) =>
  Type.Object(
    { count: Type.Integer(), filter: Filter, ...more },
    { description: 'The query of /api/tickets lists them' },
  )
export const Counted = counted({})
