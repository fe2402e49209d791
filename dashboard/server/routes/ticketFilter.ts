import { type Static, Type } from 'typebox'
import type { PageQuery } from '#domain/page.ts'
import type { Actor } from '#domain/people.ts'
import { TICKET_STATUSES } from '#domain/tickets.ts'
import { toPeriod } from '../moment.ts'
import type { TicketListQuery } from '../needs/tickets.ts'
import { Id } from '../views/common.ts'
import { figureFilter } from '../views/counted.ts'

/** What a list of tickets may be narrowed by. */
export const ticketFilter = {
  status: Type.Optional(Type.Enum([...TICKET_STATUSES])),
  open: Type.Optional(Type.Boolean()),
  equipment: Type.Optional(Id),
  site: Type.Optional(Id),
  technician: Type.Optional(Id),
  text: Type.Optional(
    Type.String({ minLength: 1, maxLength: 100, description: 'In the number, title, equipment or fault' }),
  ),
  ...figureFilter,
  from: Type.Optional(Type.String({ maxLength: 40, description: 'Inclusive; of the time that `when` names' })),
  to: Type.Optional(Type.String({ maxLength: 40, description: 'Exclusive' })),
}

const Filter = Type.Object(ticketFilter)

/** What is asked for, of the sites that the actor sees. @throws CodedError BAD_REQUEST for a moment that is none */
export function ticketQuery(
  { from, to, ...query }: Static<typeof Filter> & PageQuery,
  { sites }: Actor,
): TicketListQuery {
  return { ...query, ...toPeriod({ from, to }), sites }
}
