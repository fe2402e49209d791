import { sql } from 'kysely'
import { logChanges } from '#database/changeLog.ts'
import { CodedError } from '#domain/errors.ts'
import { MAIN_STORE, type PurchaseOrder, type PurchaseStatus } from '#domain/parts.ts'
import type { Receipt } from '#domain/purchaseForms.ts'
import type { Millis } from '#domain/time.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { fillShortages } from './fillShortages.ts'
import { checkQuantity, exact, lockPart, post, toThousandth } from './ledger.ts'
import { type OrderRow, PURCHASE_MOVES, refuseChange, toOrder } from './orderRow.ts'
import { needStore } from './stores.ts'

/** Adds what arrived of an order to a store, and serves the tickets that wait. */
async function receive(
  trx: Trx,
  { id, part_no: partNo }: OrderRow,
  { quantity, store = MAIN_STORE }: Receipt,
  { at, by }: { at: Millis; by: string },
): Promise<string[]> {
  checkQuantity(await lockPart(trx, partNo), quantity)
  await needStore(trx, store)
  await post(trx, partNo, [{ store, kind: 'receive', onHand: quantity, purchaseOrder: id }], { at, by })
  await trx.updateTable('part').set({ counted: 1 }).where('part_no', '=', partNo).execute()
  return await fillShortages(trx, partNo, at)
}

/** Part of an order has arrived, or the rest of it. @throws CodedError NOT_FOUND, ILLEGAL_MOVE, STALE_VERSION, BAD_QUANTITY for more than is to come */
export async function receivePart(trx: Trx, id: string, receipt: Receipt, done: { at: Millis; by: string }) {
  const quantity = toThousandth(receipt.quantity)
  const arrived = exact(sql`received + ${quantity}`)
  const order = await trx
    .updateTable('purchase_order')
    .set({
      received: arrived,
      status: sql<PurchaseStatus>`case when ${arrived} >= quantity then 'received' else 'partlyReceived' end`,
    })
    .where('id', '=', id)
    .where('status', 'in', ['requested', 'ordered', 'partlyReceived'])
    .where(sql<boolean>`${arrived} <= quantity`)
    .$if(receipt.received !== undefined, q => q.where('received', '=', receipt.received ?? 0))
    .returningAll()
    .executeTakeFirst()
  if (!order) return await refuseReceipt(trx, id, { ...receipt, quantity })
  const served = await receive(trx, order, { ...receipt, quantity }, done)
  await logChanges(trx, 'parts', [order.part_no], done.at)
  await logChanges(trx, 'tickets', served, done.at)
  return toOrder(order)
}

async function refuseReceipt(trx: Trx, id: string, { quantity, received }: Receipt): Promise<never> {
  const order = await trx.selectFrom('purchase_order').selectAll().where('id', '=', id).executeTakeFirst()
  if (!order || PURCHASE_MOVES[order.status].length === 0) return await refuseChange(trx, id, 'received')
  if (received !== undefined && received !== order.received) throw new CodedError('STALE_VERSION', toOrder(order))
  throw new CodedError('BAD_QUANTITY', { quantity, toCome: toThousandth(order.quantity - order.received) })
}

/** All that has not arrived yet. @throws CodedError NOT_FOUND, ILLEGAL_MOVE */
export async function receiveRest(trx: Trx, id: string, done: { at: Millis; by: string }): Promise<PurchaseOrder> {
  const order = await trx
    .updateTable('purchase_order')
    .set(eb => ({ received: eb.ref('received') }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  if (!order || PURCHASE_MOVES[order.status].length === 0) return await refuseChange(trx, id, 'received')
  return await receivePart(trx, id, { quantity: toThousandth(order.quantity - order.received) }, done)
}
