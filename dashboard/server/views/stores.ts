import { Type } from 'typebox'
import { PURCHASE_STATUSES } from '#domain/parts.ts'
import { Id, Moment } from './common.ts'
import { TicketPartView } from './tickets.ts'

const levels = { minStock: Type.Optional(Type.Number()), maxStock: Type.Optional(Type.Number()) }

export const PartView = Type.Object(
  {
    partNo: Type.String(),
    name: Type.String(),
    nameZh: Type.String(),
    unit: Type.String(),
    onHand: Type.Number(),
    reserved: Type.Number(),
    available: Type.Number({ description: 'onHand - reserved' }),
    incoming: Type.Number({ description: 'Ordered, or on its way between stores' }),
    minStock: Type.Number(),
    leadTimeDays: Type.Number(),
    unitCost: Type.Optional(Type.Number({ description: 'CNY' })),
    warrantyMonths: Type.Optional(Type.Integer()),
    stores: Type.Array(
      Type.Object({
        store: Id,
        onHand: Type.Number(),
        reserved: Type.Number(),
        available: Type.Number(),
        incoming: Type.Number({ description: 'Sent to it from other stores, and not yet there' }),
        ...levels,
      }),
    ),
    maxStock: levels.maxStock,
    version: Type.Integer({ description: 'How often what is said of it was changed' }),
  },
  { $id: 'Part' },
)

export const PartVersionView = Type.Object(
  {
    version: Type.Integer({ description: '0: before anybody changed it' }),
    terms: Type.Object({
      ...Type.Pick(PartView, ['name', 'nameZh', 'unit', 'minStock', 'maxStock', 'leadTimeDays', 'unitCost']).properties,
      warrantyMonths: PartView.properties.warrantyMonths,
      stores: Type.Array(Type.Object({ store: Id, minStock: Type.Number(), maxStock: Type.Optional(Type.Number()) })),
      alternates: Type.Array(Type.String()),
    }),
    at: Type.Optional(Moment),
    by: Type.Optional(Type.String()),
  },
  { $id: 'PartVersion' },
)

export const ReservationView = Type.Object(
  { ...Type.Omit(TicketPartView, ['expectedAt']).properties, ticket: Id, createdAt: Moment },
  { $id: 'Reservation' },
)

export const PurchaseOrderView = Type.Object(
  {
    id: Id,
    partNo: Type.String(),
    quantity: Type.Number(),
    received: Type.Number({ description: 'How much of it has arrived' }),
    status: Type.Enum([...PURCHASE_STATUSES]),
    supplier: Type.Optional(Type.String()),
    ticket: Type.Optional(Id),
    createdAt: Moment,
    expectedAt: Type.Optional(Moment),
  },
  { $id: 'PurchaseOrder' },
)
