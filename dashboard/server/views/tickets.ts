import { Type } from 'typebox'
import { Responsible } from '#domain/dispatch.ts'
import { SEVERITIES } from '#domain/faults.ts'
import { RESERVATION_STATUSES } from '#domain/parts.ts'
import { SIGNATURE_PURPOSES, SIGNING_PARTIES } from '#domain/ticketActs.ts'
import { CLOCK_KINDS } from '#domain/ticketClocks.ts'
import { RepairReport } from '#domain/ticketCommands.ts'
import { DiagnosisReport, RootCauseReport } from '#domain/ticketForms.ts'
import { ORIGINS, PRIORITIES, TICKET_KINDS, TICKET_STATUSES } from '#domain/tickets.ts'
import { OUTCOMES } from '#domain/verdicts.ts'
import { Id, Moment } from './common.ts'

const Status = Type.Enum([...TICKET_STATUSES])

export const ClockView = Type.Object({
  kind: Type.Enum([...CLOCK_KINDS]),
  startedAt: Moment,
  dueAt: Moment,
  stoppedAt: Type.Optional(Moment),
  breachedAt: Type.Optional(Moment),
  pausedAt: Type.Optional(Moment),
})

const TimelineView = Type.Object({
  at: Moment,
  by: Type.String(),
  event: Type.String(),
  from: Type.Optional(Status),
  to: Type.Optional(Status),
  detail: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})

export const TicketPartView = Type.Object({
  partNo: Type.String(),
  quantity: Type.Number(),
  status: Type.Enum([...RESERVATION_STATUSES]),
  store: Type.Optional(Type.String({ description: 'Where it lies or was taken from' })),
  insteadOf: Type.Optional(Type.String({ description: 'The part that this one stands in for' })),
  expectedAt: Type.Optional(Moment),
})

export const TicketView = Type.Object(
  {
    id: Id,
    version: Type.Integer(),
    site: Id,
    equipment: Id,
    fault: Type.Optional(Type.String()),
    faultCode: Type.Optional(Type.String()),
    title: Type.Optional(Type.String()),
    trouble: Type.Optional(Type.String({ description: 'The kind of trouble that people told of' })),
    place: Type.Optional(Type.String({ description: 'Where it is, in words, while `equipment` is only the place' })),
    severity: Type.Enum([...SEVERITIES]),
    lifeSafety: Type.Boolean(),
    priority: Type.Enum([...PRIORITIES]),
    status: Status,
    kind: Type.Enum([...TICKET_KINDS]),
    minor: Type.Boolean(),
    reopens: Type.Integer(),
    urges: Type.Integer({ description: 'How often somebody asked where it stands (催单)' }),
    repeatOf: Type.Optional(Id),
    policy: Type.Optional(Type.Integer({ description: 'The version of the service levels that it is measured by' })),
    origin: Type.Enum([...ORIGINS]),
    skill: Type.Optional(Type.String()),
    technician: Type.Optional(Type.String()),
    technicianProposed: Type.Boolean(),
    second: Type.Optional(Type.String({ description: 'Who goes along, where the skill asks for two' })),
    responsible: Type.Optional(Responsible),
    occurrences: Type.Integer(),
    openedAt: Moment,
    failedAt: Moment,
    restoredAt: Type.Optional(Moment),
    closedAt: Type.Optional(Moment),
    diagnosis: Type.Optional(Type.Object({ ...DiagnosisReport.properties, at: Moment })),
    consentAboveCny: Type.Number({ description: 'The owner signs a plan that costs more than this before the repair' }),
    delay: Type.Optional(Type.Object({ reason: Type.String(), toldAt: Moment, expectedAt: Type.Optional(Moment) })),
    repair: Type.Optional(RepairReport),
    rootCauseOf: Type.Optional(Type.Object({ faultCode: Type.String(), tickets: Type.Array(Id) })),
    rootCause: Type.Optional(Type.Object({ ...RootCauseReport.properties, at: Moment })),
    verdict: Type.Optional(
      Type.Enum([...OUTCOMES], { description: 'What was found, by the repair report or a correction of it' }),
    ),
    signatures: Type.Array(
      Type.Object({
        number: Type.Integer(),
        purpose: Type.Enum([...SIGNATURE_PURPOSES]),
        name: Type.String(),
        party: Type.Enum([...SIGNING_PARTIES]),
        drawn: Type.Boolean(),
        at: Moment,
        by: Type.String(),
      }),
    ),
    clocks: Type.Array(ClockView),
    parts: Type.Array(TicketPartView),
    timeline: Type.Array(TimelineView),
  },
  { $id: 'Ticket' },
)

/** A ticket's event as other systems hear of it. */
export const TicketNewsView = Type.Object(
  {
    key: Type.String({ description: 'Ticket and number of the event: the same when it is told again' }),
    event: TimelineView,
    ticket: Type.Omit(TicketView, ['clocks', 'parts', 'timeline']),
  },
  { $id: 'TicketNews' },
)
