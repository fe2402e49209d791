import { logChanges } from '#database/changeLog.ts'
import type { PurchaseStatus } from '#domain/parts.ts'
import type { PurchaseOrderChange } from '#domain/purchaseForms.ts'
import type { Millis } from '#domain/time.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { PURCHASE_MOVES, refuseChange, toOrder } from './orderRow.ts'
import { receiveRest } from './receiveOrder.ts'

/** An order that is placed is expected after the part's lead time, unless somebody knows better. */
async function expected(trx: Trx, id: string, { status, expectedAt }: PurchaseOrderChange, now: Millis) {
  if (expectedAt !== undefined || status !== 'ordered') return expectedAt
  const order = await trx
    .selectFrom('purchase_order')
    .innerJoin('part', 'part.part_no', 'purchase_order.part_no')
    .select(['expected_at', 'lead_time_days'])
    .where('id', '=', id)
    .executeTakeFirst()
  return order && (order.expected_at ?? now + order.lead_time_days * 86_400_000)
}

/** Another status, date or supplier. @throws CodedError NOT_FOUND, ILLEGAL_MOVE */
export async function changeOrder(trx: Trx, id: string, change: PurchaseOrderChange, done: { at: Millis; by: string }) {
  const { status, supplier } = change
  if (status === 'received') return await receiveRest(trx, id, done)
  const expectedAt = await expected(trx, id, change, done.at)
  const from = (Object.keys(PURCHASE_MOVES) as PurchaseStatus[]).filter(
    s =>
      PURCHASE_MOVES[s].includes(status) ||
      (s === status && (change.expectedAt ?? supplier) !== undefined && PURCHASE_MOVES[s].length > 0),
  )
  if (from.length === 0) return await refuseChange(trx, id, status)
  const order = await trx
    .updateTable('purchase_order')
    .set({
      status,
      ...(expectedAt !== undefined && { expected_at: expectedAt }),
      ...(supplier !== undefined && { supplier }),
    })
    .where('id', '=', id)
    .where('status', 'in', from)
    .returningAll()
    .executeTakeFirst()
  if (!order) return await refuseChange(trx, id, status)
  await logChanges(trx, 'parts', [order.part_no], done.at)
  await logChanges(trx, 'tickets', await waitingFor(trx, order.part_no), done.at)
  return toOrder(order)
}

/** The tickets whose expected arrival may have changed. */
async function waitingFor(trx: Trx, partNo: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('reservation')
    .select('ticket')
    .where('part_no', '=', partNo)
    .where('status', '=', 'short')
    .orderBy('ticket')
    .execute()
  return rows.map(row => row.ticket)
}
