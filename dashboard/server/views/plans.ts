import { Type } from 'typebox'
import { FINDING_STATES } from '#domain/findings.ts'
import { DUE_STATES } from '#domain/planDues.ts'
import { PlanTerms } from '#domain/plans.ts'
import { PRIORITIES, TICKET_STATUSES } from '#domain/tickets.ts'
import { Day, Id, Moment } from './common.ts'

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

export const PlanDueView = Type.Object(
  {
    plan: Type.String(),
    name: Type.String(),
    name_zh: Type.String(),
    site: Id,
    equipment: Type.Optional(Type.String({ description: 'Left out where one visit is for the whole site' })),
    pieces: Type.Integer({ description: 'How many pieces of equipment it is about' }),
    dueDay: Day,
    windowStart: Day,
    windowEnd: Day,
    state: Type.Enum([...DUE_STATES], { description: 'The window has not begun, is open, or is over' }),
    visit: Type.Optional(
      Type.Object(
        { ticket: Id, plan: Type.String(), dueDay: Day },
        { description: 'The visit that is open for it, perhaps one of a longer plan' },
      ),
    ),
    last: Type.Optional(
      Type.Object({
        day: Day,
        stated: Type.Boolean({ description: 'Somebody told of it; the service has no record' }),
        ticket: Type.Optional(Id),
      }),
    ),
  },
  { $id: 'PlanDue' },
)

export const DueDayView = Type.Object(
  { day: Day, lines: Type.Integer({ description: 'Of the list of what is due' }), overdue: Type.Integer() },
  { $id: 'DueDay' },
)

export const PlanFindingView = Type.Object(
  {
    ticket: Type.String({ description: 'The ticket of the visit' }),
    plan: Type.String(),
    site: Id,
    equipment: Id,
    item: Type.String(),
    name: Type.String(),
    name_zh: Type.String(),
    value: Type.Optional(Type.Number()),
    unit: Type.Optional(Type.String()),
    note: Type.Optional(Type.String()),
    photos: Type.Array(Type.Integer(), { description: 'Numbers of photos of the ticket of the visit' }),
    state: Type.Enum([...FINDING_STATES], { description: 'Its ticket runs, has ended, or it was mended on the spot' }),
    followUp: Type.Optional(
      Type.Object({
        ticket: Id,
        status: Type.Enum([...TICKET_STATUSES]),
        priority: Type.Enum([...PRIORITIES]),
      }),
    ),
    at: Moment,
    by: Type.String(),
  },
  { $id: 'PlanFinding' },
)

export const StatedVisitView = Type.Object(
  {
    id: Type.String(),
    plan: Type.String(),
    site: Id,
    equipment: Type.Array(Id, { description: 'Also what a later statement has taken the place of' }),
    day: Day,
    note: Type.Optional(Type.String()),
    at: Moment,
    by: Type.String(),
  },
  { $id: 'StatedVisit' },
)
