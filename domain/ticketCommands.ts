import { type Static, Type } from 'typebox'
import { SEVERITIES } from './faults.ts'
import { CatalogueCode, Moment, PartQuantity, strict, Text } from './formFields.ts'
import { Id } from './id.ts'
import {
  DelayNotice,
  DiagnosisReport,
  FollowUpReport,
  PauseRequest,
  RootCauseReport,
  Signing,
  SurveyAnswer,
  Triage,
} from './ticketForms.ts'
import { ASKED_KINDS, TICKET_STATUSES } from './tickets.ts'
import { OUTCOMES } from './verdicts.ts'

/** A ticket that a person opens. With `faultCode` the catalogue's rule fills in what is left out. */
export const NewTicket = strict(
  {
    equipment: Id,
    kind: Type.Optional(Type.Enum([...ASKED_KINDS])),
    title: Type.Optional(Text(200)),
    faultCode: Type.Optional(CatalogueCode),
    severity: Type.Optional(Type.Enum([...SEVERITIES])),
    lifeSafety: Type.Optional(Type.Boolean()),
    skill: Type.Optional(CatalogueCode),
    technician: Type.Optional(Id),
    parts: Type.Optional(Type.Array(PartQuantity, { maxItems: 50 })),
    note: Type.Optional(Text(2000)),
  },
  { $id: 'NewTicket' },
)
export type NewTicket = Static<typeof NewTicket>

/** What was found and done; the codes are those of the catalogue's `closeCodes`. */
export const RepairReport = strict({
  failureMode: Type.Optional(CatalogueCode),
  mechanism: Type.Optional(CatalogueCode),
  cause: CatalogueCode,
  action: CatalogueCode,
  outcome: Type.Optional(Type.Enum([...OUTCOMES], { description: 'What was found; left out: what the cause implies' })),
  note: Type.Optional(Text(2000)),
  labourMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
  oldSerial: Type.Optional(Text(100)),
  newSerial: Type.Optional(Text(100)),
})

export type RepairReport = Static<typeof RepairReport>

/** A move to another status; `version` is the one the person saw, and what each move needs is in `domain/ticketMoves.ts`. */
export const TicketMove = strict(
  {
    to: Type.Enum([...TICKET_STATUSES]),
    version: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
    technician: Type.Optional(Id),
    second: Type.Optional(Id),
    reason: Type.Optional(Text(500)),
    triage: Type.Optional(Triage),
    proof: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 500,
        description: 'What the QR code of the label on the equipment holds, or its short text',
      }),
    ),
    diagnosis: Type.Optional(DiagnosisReport),
    pause: Type.Optional(PauseRequest),
    delay: Type.Optional(DelayNotice.properties.reason),
    expectedAt: Type.Optional(Moment),
    repair: Type.Optional(RepairReport),
    partsUsed: Type.Optional(Type.Array(PartQuantity, { maxItems: 50 })),
    answer: Type.Optional(Text(4000)),
    evidence: Type.Optional(Text(2000)),
    signature: Type.Optional(Signing),
    survey: Type.Optional(SurveyAnswer),
    followUp: Type.Optional(FollowUpReport),
    rootCause: Type.Optional(RootCauseReport),
    note: Type.Optional(Text(2000)),
  },
  { $id: 'TicketMove' },
)
export type TicketMove = Static<typeof TicketMove>
