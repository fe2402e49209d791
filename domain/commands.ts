import { type Static, type TProperties, Type } from 'typebox'
import { SEVERITIES } from './faults.ts'
import { Id } from './id.ts'
import { PURCHASE_STATUSES } from './parts.ts'
import {
  DelayNotice,
  DiagnosisReport,
  FollowUpReport,
  PauseRequest,
  Signing,
  SurveyAnswer,
  Triage,
} from './ticketForms.ts'
import { TICKET_KINDS, TICKET_STATUSES } from './tickets.ts'

const strict = <P extends TProperties>(properties: P, options: object = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options })
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const Millis = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000, description: 'UTC milliseconds' })
const Code = Type.String({ pattern: '^[A-Za-z0-9-]{1,64}$', description: 'A code of the catalogue' })

const PartNo = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' })
/** Metres and litres may be fractions, to the thousandth; nothing is counted in more than a million. */
const Quantity = Type.Number({ minimum: 0.001, maximum: 1_000_000 })
const Stock = Type.Number({ minimum: 0, maximum: 1_000_000 })
const PartQuantity = strict({ partNo: PartNo, quantity: Quantity })

/** A ticket that a person opens. With `faultCode` the catalogue's rule fills in what is left out. */
export const NewTicket = strict(
  {
    equipment: Id,
    kind: Type.Optional(Type.Enum([...TICKET_KINDS])),
    title: Type.Optional(Text(200)),
    faultCode: Type.Optional(Code),
    severity: Type.Optional(Type.Enum([...SEVERITIES])),
    lifeSafety: Type.Optional(Type.Boolean()),
    skill: Type.Optional(Code),
    technician: Type.Optional(Id),
    parts: Type.Optional(Type.Array(PartQuantity, { maxItems: 50 })),
    note: Type.Optional(Text(2000)),
  },
  { $id: 'NewTicket' },
)
export type NewTicket = Static<typeof NewTicket>

/** What was found and done; the codes are those of the catalogue's `closeCodes`. */
export const RepairReport = strict({
  failureMode: Type.Optional(Code),
  mechanism: Type.Optional(Code),
  cause: Code,
  action: Code,
  note: Type.Optional(Text(2000)),
  labourMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
  oldSerial: Type.Optional(Text(100)),
  newSerial: Type.Optional(Text(100)),
})

/** A move to another status; `version` is the one the person saw, and what each move needs is in `domain/ticketMoves.ts`. */
export const TicketMove = strict(
  {
    to: Type.Enum([...TICKET_STATUSES]),
    version: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
    technician: Type.Optional(Id),
    reason: Type.Optional(Text(500)),
    triage: Type.Optional(Triage),
    proof: Type.Optional(
      Type.String({ minLength: 1, maxLength: 500, description: 'What the label on the equipment says' }),
    ),
    diagnosis: Type.Optional(DiagnosisReport),
    pause: Type.Optional(PauseRequest),
    delay: Type.Optional(DelayNotice.properties.reason),
    expectedAt: Type.Optional(Millis),
    repair: Type.Optional(RepairReport),
    partsUsed: Type.Optional(Type.Array(PartQuantity, { maxItems: 50 })),
    answer: Type.Optional(Text(4000)),
    evidence: Type.Optional(Text(2000)),
    signature: Type.Optional(Signing),
    survey: Type.Optional(SurveyAnswer),
    followUp: Type.Optional(FollowUpReport),
    note: Type.Optional(Text(2000)),
  },
  { $id: 'TicketMove' },
)
export type TicketMove = Static<typeof TicketMove>

/** A part for the store; of a part that the catalogue lists, only the number and the count are needed. */
export const NewPart = strict(
  {
    partNo: PartNo,
    name: Type.Optional(Text(200)),
    nameZh: Type.Optional(Text(200)),
    unit: Type.Optional(Text(16)),
    onHand: Type.Optional(Stock),
    minStock: Type.Optional(Stock),
    leadTimeDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 3650 })),
    unitCost: Type.Optional(Type.Number({ minimum: 0, maximum: 100_000_000, description: 'CNY' })),
  },
  { $id: 'NewPart' },
)
export type NewPart = Static<typeof NewPart>

/** `onHand` is a count: what lies on the shelf now. */
export const PartChange = strict(
  {
    name: Type.Optional(Text(200)),
    nameZh: Type.Optional(Text(200)),
    unit: Type.Optional(Text(16)),
    onHand: Type.Optional(Stock),
    minStock: Type.Optional(Stock),
    leadTimeDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 3650 })),
    unitCost: Type.Optional(Type.Number({ minimum: 0, maximum: 100_000_000, description: 'CNY' })),
  },
  { $id: 'PartChange', minProperties: 1 },
)
export type PartChange = Static<typeof PartChange>

export const NewPurchaseOrder = strict(
  { partNo: PartNo, quantity: Quantity, ticket: Type.Optional(Id), expectedAt: Type.Optional(Millis) },
  { $id: 'NewPurchaseOrder' },
)
export type NewPurchaseOrder = Static<typeof NewPurchaseOrder>

/** requested → ordered → received; cancelled from the first two. Receiving adds the quantity to the stock, once. */
export const PurchaseOrderChange = strict(
  { status: Type.Enum([...PURCHASE_STATUSES]), expectedAt: Type.Optional(Millis) },
  { $id: 'PurchaseOrderChange' },
)
export type PurchaseOrderChange = Static<typeof PurchaseOrderChange>

const technicianFields = {
  phone: Type.Optional(Type.String({ pattern: '^[0-9+() -]{3,32}$' })),
  sites: Type.Optional(Type.Array(Id, { maxItems: 1000, uniqueItems: true, description: 'Empty: every site' })),
  active: Type.Optional(Type.Boolean()),
}
const Skills = Type.Array(Code, { maxItems: 50, uniqueItems: true })

export const NewTechnician = strict(
  { id: Id, name: Text(100), skills: Skills, ...technicianFields },
  { $id: 'NewTechnician' },
)
export type NewTechnician = Static<typeof NewTechnician>

export const TechnicianChange = strict(
  { name: Type.Optional(Text(100)), skills: Type.Optional(Skills), ...technicianFields },
  { $id: 'TechnicianChange', minProperties: 1 },
)
export type TechnicianChange = Static<typeof TechnicianChange>

/** `until` is UTC milliseconds; a shelf ends by itself (ISA-18.2 §11.7). */
export const Shelving = strict({ until: Millis, reason: Text(500) }, { $id: 'Shelving' })
export type Shelving = Static<typeof Shelving>
