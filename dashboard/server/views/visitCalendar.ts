import { Type } from 'typebox'
import { LANGUAGES } from '#domain/explain/language.ts'
import { VISIT_STATES } from '#domain/plannedVisits.ts'
import { TICKET_STATUSES } from '#domain/tickets.ts'
import { Day, Id, Moment } from './common.ts'

const count = Type.Integer()

export const VisitDayView = Type.Object(
  { day: Day, planned: count, due: count, overdue: count, done: count, givenUp: count },
  { $id: 'VisitDay' },
)

export const PlannedVisitView = Type.Object(
  {
    plan: Type.String(),
    name: Type.String(),
    name_zh: Type.String(),
    site: Id,
    equipment: Type.Optional(Type.String({ description: 'Left out where it is to the whole site' })),
    day: Day,
    windowEnd: Day,
    state: Type.Enum([...VISIT_STATES], { description: 'planned: it is foreseen and has no ticket yet' }),
    ticket: Type.Optional(Id),
    status: Type.Optional(Type.Enum([...TICKET_STATUSES])),
    technician: Type.Optional(Type.String()),
    second: Type.Optional(Type.String()),
    doneAt: Type.Optional(Moment),
  },
  { $id: 'PlannedVisit' },
)

export const calendarAbout = {
  site: Type.Optional(Id),
  technician: Type.Optional(Id),
  lang: Type.Enum([...LANGUAGES]),
}

const link = {
  id: Type.String(),
  ...calendarAbout,
  createdAt: Moment,
  lastUsedAt: Type.Optional({ ...Moment, description: 'To the minute; when a program last read it' }),
}

export const CalendarLinkView = Type.Object(link, { $id: 'CalendarLink' })

export const MadeCalendarLink = Type.Object(
  {
    ...link,
    token: Type.String({ description: 'Shown this once' }),
    address: Type.String({ description: 'Where a calendar program reads it' }),
  },
  { $id: 'MadeCalendarLink' },
)
