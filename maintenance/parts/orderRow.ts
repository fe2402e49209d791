import type { Selectable } from 'kysely'
import { nextNumber } from '#database/changeLog.ts'
import type { Tables } from '#database/tables.ts'
import { CodedError } from '#domain/errors.ts'
import type { PurchaseOrder, PurchaseStatus } from '#domain/parts.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { withoutNulls } from '../withoutNulls.ts'

/** Which status may follow which; what lies on the shelf at once may be received without having been ordered here. */
export const PURCHASE_MOVES: Readonly<Record<PurchaseStatus, readonly PurchaseStatus[]>> = {
  requested: ['ordered', 'partlyReceived', 'received', 'cancelled'],
  ordered: ['partlyReceived', 'received', 'cancelled'],
  partlyReceived: ['partlyReceived', 'received', 'cancelled'],
  received: [],
  cancelled: [],
}

/** Enters what is asked of the purchaser. @returns the order, with its number */
export async function insertOrder(
  trx: Trx,
  asked: Pick<OrderRow, 'part_no' | 'quantity' | 'ticket' | 'created_at'> & Partial<OrderRow>,
): Promise<OrderRow> {
  const row: OrderRow = {
    ...{ status: 'requested', expected_at: null, received: 0, supplier: null, ...asked },
    id: `po-${await nextNumber(trx, 'purchase_order')}`,
  }
  await trx.insertInto('purchase_order').values(row).execute()
  return row
}

export type OrderRow = Selectable<Tables['purchase_order']>

export const toOrder = (row: OrderRow): PurchaseOrder => ({
  id: row.id,
  partNo: row.part_no,
  quantity: row.quantity,
  status: row.status,
  received: row.received,
  createdAt: row.created_at,
  ...withoutNulls({ supplier: row.supplier, ticket: row.ticket, expectedAt: row.expected_at }),
})

/** Says why an order did not change. @throws CodedError NOT_FOUND, ILLEGAL_MOVE */
export async function refuseChange(trx: Trx, id: string, to: PurchaseStatus): Promise<never> {
  const order = await trx.selectFrom('purchase_order').select('status').where('id', '=', id).executeTakeFirst()
  if (!order) throw new CodedError('NOT_FOUND', { purchaseOrder: id })
  throw new CodedError('ILLEGAL_MOVE', {
    noun: 'purchaseOrder',
    from: order.status,
    to,
    allowed: PURCHASE_MOVES[order.status],
  })
}
