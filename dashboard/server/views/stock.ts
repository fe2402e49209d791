import { Type } from 'typebox'
import { MOVEMENT_KINDS, STORE_KINDS, TRANSFER_STATUSES } from '#domain/parts.ts'
import { Id, Moment } from './common.ts'

export const StoreView = Type.Object(
  {
    id: Id,
    name: Type.String(),
    nameZh: Type.String(),
    kind: Type.Enum([...STORE_KINDS]),
    site: Type.Optional(Id),
    technician: Type.Optional(Id),
    travelDays: Type.Integer({ description: 'Days between it and the main store; between two others, both' }),
    active: Type.Boolean(),
    version: Type.Integer(),
  },
  { $id: 'Store' },
)

export const StockMovementView = Type.Object(
  {
    partNo: Type.String(),
    number: Type.Integer({ description: 'Counts up by one within a part' }),
    at: Moment,
    by: Type.Optional(Type.String({ description: 'It, the ticket and the reason are told only of the own sites' })),
    kind: Type.Enum([...MOVEMENT_KINDS]),
    store: Id,
    onHand: Type.Number({ description: 'What it added to the stock on hand' }),
    reserved: Type.Number({ description: 'What it added to what tickets hold' }),
    inTransit: Type.Number({ description: 'What it added to what is on its way to the store' }),
    ticket: Type.Optional(Id),
    purchaseOrder: Type.Optional(Id),
    transfer: Type.Optional(Id),
    reason: Type.Optional(Type.String()),
  },
  { $id: 'StockMovement' },
)

export const StockTransferView = Type.Object(
  {
    id: Id,
    partNo: Type.String(),
    quantity: Type.Number({ description: 'toCome, received, returned and lost together' }),
    from: Id,
    to: Id,
    status: Type.Enum([...TRANSFER_STATUSES]),
    toCome: Type.Number({ description: 'What is still on its way' }),
    received: Type.Number(),
    returned: Type.Number({ description: 'What came back, to where it came from or another store' }),
    lost: Type.Number(),
    reason: Type.Optional(Type.String()),
    sentAt: Moment,
    sentBy: Type.Optional(Type.String({ description: 'It and the reason are told only of the own sites’ stores' })),
    expectedAt: Type.Optional(Moment),
    closedAt: Type.Optional(Moment),
  },
  { $id: 'StockTransfer' },
)

export const StockDifferenceView = Type.Object(
  {
    partNo: Type.String(),
    store: Type.String(),
    what: Type.String(),
    balance: Type.Number(),
    source: Type.Number(),
  },
  { $id: 'StockDifference' },
)

export const KitView = Type.Object(
  {
    class: Id,
    faultCode: Type.String(),
    model: Type.Optional(Type.String()),
    ofClass: Type.Optional(Type.Boolean({ description: 'The model has none of its own: that of its class holds' })),
    models: Type.Optional(Type.Array(Type.String(), { description: 'The models that have a kit of their own' })),
    version: Type.Integer({ description: '0: nobody has changed it' }),
    parts: Type.Array(Type.Object({ partNo: Type.String(), quantity: Type.Number() })),
    at: Type.Optional(Moment),
    by: Type.Optional(Type.String()),
  },
  { $id: 'Kit' },
)

export const FittedPartView = Type.Object(
  {
    id: Id,
    equipment: Id,
    partNo: Type.String(),
    quantity: Type.Number(),
    serial: Type.Optional(Type.String()),
    ticket: Type.Optional(Id),
    fittedAt: Moment,
    fittedBy: Type.String(),
    warrantyEndsAt: Type.Optional(Moment),
    removedAt: Type.Optional(Moment),
    removedBy: Type.Optional(Type.String()),
    removedReason: Type.Optional(Type.String()),
  },
  { $id: 'FittedPart' },
)
