import { Type } from 'typebox'
import { PRIORITIES, TICKET_STATUSES } from '#domain/tickets.ts'
import { LINK_MOVES } from '#domain/workLinks.ts'
import { Id, Moment } from './common.ts'
import { VisitView } from './visits.ts'

export const WorkLinkView = Type.Object(
  {
    id: Type.String(),
    technician: Type.String(),
    createdAt: Moment,
    createdBy: Type.String(),
    expiresAt: Moment,
    revokedAt: Type.Optional(Moment),
    token: Type.Optional(Type.String({ description: 'Shown only when the link is made' })),
  },
  { $id: 'WorkLink' },
)

const Codes = Type.Array(Type.Array(Type.String()), { description: 'code, English, Chinese' })

export const LinkedWorkView = Type.Object(
  {
    ticket: Id,
    version: Type.Integer(),
    status: Type.Enum([...TICKET_STATUSES]),
    priority: Type.Enum([...PRIORITIES]),
    site: Type.String(),
    equipment: Type.Object({ id: Id, name: Type.String() }),
    title: Type.Optional(Type.String()),
    fault: Type.Optional(Type.Object({ name: Type.String(), name_zh: Type.String() })),
    technician: Type.String(),
    second: Type.Optional(Type.String()),
    openedAt: Moment,
    expiresAt: Moment,
    arriveAt: Type.Optional(Moment),
    resolveAt: Type.Optional(Moment),
    sentBack: Type.Optional(
      Type.Object({ at: Moment, heldMs: Type.Optional(Type.Number({ description: 'How long the repair held, ms' })) }),
    ),
    moves: Type.Array(Type.Enum([...LINK_MOVES])),
    causes: Codes,
    actions: Codes,
    consent: Type.Optional(
      Type.Object(
        { cost: Type.Number(), aboveCny: Type.Number() },
        { description: 'The owner has to sign the plan first: it costs more than that (CNY)' },
      ),
    ),
    visit: Type.Optional(VisitView),
  },
  { $id: 'LinkedWork' },
)
