import { Type } from 'typebox'
import { PURCHASE_STATUSES } from '#domain/parts.ts'
import { Id, Moment } from './common.ts'
import { TicketPartView } from './tickets.ts'

export const PartView = Type.Object(
  {
    partNo: Type.String(),
    name: Type.String(),
    nameZh: Type.String(),
    unit: Type.String(),
    onHand: Type.Number(),
    reserved: Type.Number(),
    available: Type.Number({ description: 'onHand - reserved' }),
    incoming: Type.Number(),
    minStock: Type.Number(),
    leadTimeDays: Type.Number(),
    unitCost: Type.Optional(Type.Number({ description: 'CNY' })),
    warrantyMonths: Type.Optional(Type.Integer()),
    stores: Type.Array(
      Type.Object({ store: Id, onHand: Type.Number(), reserved: Type.Number(), available: Type.Number() }),
    ),
  },
  { $id: 'Part' },
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
