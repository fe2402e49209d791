import { type Static, type TProperties, Type } from 'typebox'
import { Certificate } from './certificates.ts'
import { SEVERITIES } from './faults.ts'
import { Id } from './id.ts'
import { PURCHASE_STATUSES, STORE_KINDS } from './parts.ts'
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
import { TICKET_KINDS, TICKET_STATUSES } from './tickets.ts'
import { OUTCOMES } from './verdicts.ts'

const strict = <P extends TProperties>(properties: P, options: object = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options })
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const Millis = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000, description: 'UTC milliseconds' })
const Code = Type.String({ pattern: '^[A-Za-z0-9-]{1,64}$', description: 'A code of the catalogue' })

const PartNo = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' })
/** Metres and litres may be fractions, to the thousandth; nothing is counted in more than a million. */
const Quantity = Type.Number({ minimum: 0.001, maximum: 1_000_000 })
const Stock = Type.Number({ minimum: 0, maximum: 1_000_000 })
/** Which version of a thing a person saw. */
const Version = Type.Integer({ minimum: 0, maximum: 2_147_483_647 })
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
    rootCause: Type.Optional(RootCauseReport),
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
    store: Type.Optional(Id),
    minStock: Type.Optional(Stock),
    leadTimeDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 3650 })),
    unitCost: Type.Optional(Type.Number({ minimum: 0, maximum: 100_000_000, description: 'CNY' })),
    warrantyMonths: Type.Optional(Type.Integer({ minimum: 0, maximum: 600 })),
  },
  { $id: 'NewPart' },
)
export type NewPart = Static<typeof NewPart>

const StoreLevels = Type.Array(strict({ store: Id, minStock: Stock, maxStock: Type.Optional(Stock) }), {
  maxItems: 200,
  description: 'The least and the most that each store is to hold; a store left out has no level',
})

/**
 * `onHand` is a count: what lies in the `store` now, the main one when left out. `version` is the one the person saw;
 * left out, the change holds whatever it is.
 */
export const PartChange = strict(
  {
    name: Type.Optional(Text(200)),
    nameZh: Type.Optional(Text(200)),
    unit: Type.Optional(Text(16)),
    onHand: Type.Optional(Stock),
    store: Type.Optional(Id),
    minStock: Type.Optional(Stock),
    leadTimeDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 3650 })),
    unitCost: Type.Optional(Type.Number({ minimum: 0, maximum: 100_000_000, description: 'CNY' })),
    warrantyMonths: Type.Optional(Type.Integer({ minimum: 0, maximum: 600 })),
    maxStock: Type.Optional(Type.Union([Stock, Type.Null()], { description: 'What an order fills it up to' })),
    stores: Type.Optional(StoreLevels),
    version: Type.Optional(Version),
  },
  { $id: 'PartChange', minProperties: 1 },
)
export type PartChange = Static<typeof PartChange>

export const NewPurchaseOrder = strict(
  {
    partNo: PartNo,
    quantity: Quantity,
    ticket: Type.Optional(Id),
    expectedAt: Type.Optional(Millis),
    supplier: Type.Optional(Text(200)),
  },
  { $id: 'NewPurchaseOrder' },
)
export type NewPurchaseOrder = Static<typeof NewPurchaseOrder>

/** requested → ordered → received; cancelled before anything arrived. `received` takes in all that is still to come, once. */
export const PurchaseOrderChange = strict(
  {
    status: Type.Enum(PURCHASE_STATUSES.filter(s => s !== 'partlyReceived')),
    expectedAt: Type.Optional(Millis),
    supplier: Type.Optional(Text(200)),
  },
  { $id: 'PurchaseOrderChange' },
)
export type PurchaseOrderChange = Static<typeof PurchaseOrderChange>

/**
 * What has arrived of an order, and into which store; the main one when left out. `received` is how much had come before
 * as the person saw it.
 */
export const Receipt = strict(
  { quantity: Quantity, store: Type.Optional(Id), received: Type.Optional(Stock) },
  { $id: 'Receipt' },
)
export type Receipt = Static<typeof Receipt>

/**
 * One movement of stock by hand; `quantity` of a count is what lies there, `seen` what the person thought to lie there, `to`
 * is the other store of a transfer. What is scrapped has a reason.
 */
export const StockMove = strict(
  {
    kind: Type.Enum(['receive', 'issue', 'return', 'transfer', 'count', 'scrap']),
    store: Id,
    quantity: Stock,
    to: Type.Optional(Id),
    ticket: Type.Optional(Id),
    seen: Type.Optional(Stock),
    reason: Type.Optional(Text(500)),
  },
  { $id: 'StockMove' },
)
export type StockMove = Static<typeof StockMove>

/** A place for stock; one of the kind `site` names its site, one of the kind `van` its technician. */
export const NewStore = strict(
  {
    id: Id,
    name: Text(100),
    nameZh: Type.Optional(Text(100)),
    kind: Type.Enum([...STORE_KINDS]),
    site: Type.Optional(Id),
    technician: Type.Optional(Id),
  },
  { $id: 'NewStore' },
)
export type NewStore = Static<typeof NewStore>

/** `version` is the one the person saw; left out, the change holds whatever it is. */
export const StoreChange = strict(
  {
    name: Type.Optional(Text(100)),
    nameZh: Type.Optional(Text(100)),
    site: Type.Optional(Id),
    technician: Type.Optional(Id),
    active: Type.Optional(Type.Boolean()),
    version: Type.Optional(Version),
  },
  { $id: 'StoreChange', minProperties: 1 },
)
export type StoreChange = Static<typeof StoreChange>

/** The parts that may stand in for one, the best first. */
export const Alternates = strict(
  { alternates: Type.Array(PartNo, { maxItems: 20, uniqueItems: true }), version: Type.Optional(Version) },
  { $id: 'Alternates' },
)
export type AlternatesChange = Static<typeof Alternates>

/** The parts that a fault's repair takes; `version` is the one the person saw. */
export const KitChange = strict(
  {
    parts: Type.Array(PartQuantity, { maxItems: 50 }),
    version: Version,
  },
  { $id: 'KitChange' },
)

/** A part that is in a piece of equipment; the warranty is the part's own when left out. */
export const NewFittedPart = strict(
  {
    equipment: Id,
    partNo: PartNo,
    quantity: Type.Optional(Quantity),
    serial: Type.Optional(Text(100)),
    warrantyMonths: Type.Optional(Type.Integer({ minimum: 0, maximum: 600 })),
  },
  { $id: 'NewFittedPart' },
)
export type NewFittedPart = Static<typeof NewFittedPart>

export const FittedPartRemoval = strict({ reason: Text(500) }, { $id: 'FittedPartRemoval' })
export type FittedPartRemoval = Static<typeof FittedPartRemoval>

const technicianFields = {
  phone: Type.Optional(Type.String({ pattern: '^[0-9+() -]{3,32}$' })),
  sites: Type.Optional(Type.Array(Id, { maxItems: 1000, uniqueItems: true, description: 'Empty: every site' })),
  active: Type.Optional(Type.Boolean()),
  certificates: Type.Optional(Type.Array(Certificate, { maxItems: 50 })),
  company: Type.Optional(Type.String({ maxLength: 100, description: 'The contractor; empty: one of the own people' })),
  base: Type.Optional(Type.Union([Id, Type.Literal('')], { description: 'The site where a working day starts' })),
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
