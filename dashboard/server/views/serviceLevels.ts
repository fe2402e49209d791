import { Type } from 'typebox'
import { CalendarDate } from '#domain/calendars.ts'
import { ROLES } from '#domain/people.ts'
import { Span } from '#domain/promise.ts'
import { ServicePolicy } from '#domain/servicePolicy.ts'
import { CLOCK_EVENTS } from '#domain/ticketClocks.ts'
import { Moment } from './common.ts'
import { ClockView } from './tickets.ts'

const Detail = Type.Optional(Type.Record(Type.String(), Type.Unknown()))

/** A clock with its account: every start, pause, stop, breach and escalation, with its reason. */
export const ExplainedClockView = Type.Object(
  {
    ...ClockView.properties,
    withdrawnAt: Type.Optional(Moment),
    span: Type.Optional(Span),
    lines: Type.Array(
      Type.Object({ at: Moment, event: Type.Enum([...CLOCK_EVENTS]), by: Type.String(), detail: Detail }),
    ),
    escalations: Type.Array(
      Type.Object({
        level: Type.Integer(),
        role: Type.Enum([...ROLES]),
        dueAt: Moment,
        firedAt: Type.Optional(Moment),
      }),
    ),
  },
  { $id: 'ExplainedClock' },
)

export const ServicePolicyView = Type.Object(
  {
    version: Type.Integer(),
    inForceAt: Moment,
    createdAt: Moment,
    createdBy: Type.String(),
    note: Type.Optional(Type.String()),
    policy: ServicePolicy,
  },
  { $id: 'ServicePolicyVersion' },
)

export const CalendarYearView = Type.Object(
  {
    year: Type.Integer(),
    offDays: Type.Array(CalendarDate),
    workDays: Type.Array(CalendarDate),
    source: Type.String(),
    importedBy: Type.String(),
    importedAt: Moment,
  },
  { $id: 'CalendarYear' },
)
