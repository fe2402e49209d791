import { type Static, Type } from 'typebox'
import { Amount, Moment, PartNo, Stock, strict, Text } from './formFields.ts'
import { Id } from './id.ts'
import { PURCHASE_STATUSES } from './parts.ts'

export const NewPurchaseOrder = strict(
  {
    partNo: PartNo,
    quantity: Amount,
    ticket: Type.Optional(Id),
    expectedAt: Type.Optional(Moment),
    supplier: Type.Optional(Text(200)),
  },
  { $id: 'NewPurchaseOrder' },
)
export type NewPurchaseOrder = Static<typeof NewPurchaseOrder>

/** requested → ordered → received; cancelled before anything arrived. `received` takes in all that is still to come, once. */
export const PurchaseOrderChange = strict(
  {
    status: Type.Enum(PURCHASE_STATUSES.filter(s => s !== 'partlyReceived')),
    expectedAt: Type.Optional(Moment),
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
  { quantity: Amount, store: Type.Optional(Id), received: Type.Optional(Stock) },
  { $id: 'Receipt' },
)
export type Receipt = Static<typeof Receipt>
