import { type Static, Type } from 'typebox'
import { Amount, Moment, PartNo, Stock, strict, Text, Version, Words } from './formFields.ts'
import { Id } from './id.ts'
import { STORE_KINDS } from './parts.ts'

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

/** Parts that leave one store now and arrive at another later: when the stores' travel days are over, unless somebody knows better. */
export const NewTransfer = strict(
  {
    ...{ partNo: PartNo, quantity: Amount, from: Id, to: Id },
    expectedAt: Type.Optional(Moment),
    reason: Type.Optional(Words(500)),
  },
  { $id: 'NewTransfer' },
)
export type NewTransfer = Static<typeof NewTransfer>

/**
 * What became of parts on their way: arrived, come back, or lost; what did not arrive has a reason. What came back lies in
 * `returnedTo`, where it came from when left out. `toCome` is what was still on its way as the person saw it.
 */
export const Arrival = strict(
  {
    received: Type.Optional(Stock),
    returned: Type.Optional(Stock),
    returnedTo: Type.Optional(Id),
    lost: Type.Optional(Stock),
    reason: Type.Optional(Words(500)),
    toCome: Type.Optional(Stock),
  },
  { $id: 'Arrival', minProperties: 1 },
)
export type Arrival = Static<typeof Arrival>

const TravelDays = Type.Integer({ minimum: 0, maximum: 365, description: 'Days between it and the main store' })

/** A place for stock; one of the kind `site` names its site, one of the kind `van` its technician. */
export const NewStore = strict(
  {
    id: Id,
    name: Text(100),
    nameZh: Type.Optional(Text(100)),
    kind: Type.Enum([...STORE_KINDS]),
    site: Type.Optional(Id),
    technician: Type.Optional(Id),
    travelDays: Type.Optional(TravelDays),
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
    travelDays: Type.Optional(TravelDays),
    active: Type.Optional(Type.Boolean()),
    version: Type.Optional(Version),
  },
  { $id: 'StoreChange', minProperties: 1 },
)
export type StoreChange = Static<typeof StoreChange>
