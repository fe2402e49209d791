import { type Selectable, sql } from 'kysely'
import { logChanges, nextNumber } from '#database/changeLog.ts'
import type { Tables } from '#database/tables.ts'
import type { NewPurchaseOrder, PurchaseOrderChange, Receipt } from '#domain/commands.ts'
import { CodedError } from '#domain/errors.ts'
import type { Page } from '#domain/page.ts'
import { MAIN_STORE, type PurchaseOrder, type PurchaseStatus } from '#domain/parts.ts'
import type { Actor } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { cursorKey, type PageQuery, pageSize, toPage } from '../paging.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { fillShortages } from './fillShortages.ts'
import { checkQuantity, exact, lockPart, post, toThousandth } from './ledger.ts'
import { needStore } from './stores.ts'

interface PurchaseOrderQuery extends PageQuery {
  status?: PurchaseStatus | undefined
  partNo?: string | undefined
  ticket?: string | undefined
}

export interface PurchaseOrders {
  /** Newest first. */
  list(query: PurchaseOrderQuery): Promise<Page<PurchaseOrder>>
  /** @throws CodedError UNKNOWN_PART, NOT_FOUND for an unknown ticket */
  add(input: NewPurchaseOrder, actor: Actor): Promise<PurchaseOrder>
  /** Receiving adds to the stock, once, and serves the tickets that wait. @throws CodedError NOT_FOUND, ILLEGAL_MOVE */
  change(id: string, change: PurchaseOrderChange, actor: Actor): Promise<PurchaseOrder>
  /** Some of it has arrived. @throws CodedError NOT_FOUND, ILLEGAL_MOVE, BAD_QUANTITY, UNKNOWN_STORE */
  receive(id: string, receipt: Receipt, actor: Actor): Promise<PurchaseOrder>
}

/** Which status may follow which; what lies on the shelf at once may be received without having been ordered here. */
const PURCHASE_MOVES: Readonly<Record<PurchaseStatus, readonly PurchaseStatus[]>> = {
  requested: ['ordered', 'partlyReceived', 'received', 'cancelled'],
  ordered: ['partlyReceived', 'received', 'cancelled'],
  partlyReceived: ['partlyReceived', 'received', 'cancelled'],
  received: [],
  cancelled: [],
}

type OrderRow = Selectable<Tables['purchase_order']>

const toOrder = (row: OrderRow): PurchaseOrder => ({
  id: row.id,
  partNo: row.part_no,
  quantity: row.quantity,
  status: row.status,
  received: row.received,
  createdAt: row.created_at,
  ...withoutNulls({ supplier: row.supplier, ticket: row.ticket, expectedAt: row.expected_at }),
})

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

/** Part of an order has arrived, or the rest of it. @throws CodedError NOT_FOUND, ILLEGAL_MOVE, BAD_QUANTITY for more than is to come */
async function receivePart(trx: Trx, id: string, receipt: Receipt, done: { at: Millis; by: string }) {
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
    .returningAll()
    .executeTakeFirst()
  if (!order) return await refuseReceipt(trx, id, quantity)
  const served = await receive(trx, order, { ...receipt, quantity }, done)
  await logChanges(trx, 'parts', [order.part_no], done.at)
  await logChanges(trx, 'tickets', served, done.at)
  return toOrder(order)
}

async function refuseReceipt(trx: Trx, id: string, quantity: number): Promise<never> {
  const order = await trx.selectFrom('purchase_order').selectAll().where('id', '=', id).executeTakeFirst()
  if (!order || PURCHASE_MOVES[order.status].length === 0) return await refuseChange(trx, id, 'received')
  throw new CodedError('BAD_QUANTITY', { quantity, toCome: toThousandth(order.quantity - order.received) })
}

async function refuseChange(trx: Trx, id: string, to: PurchaseStatus): Promise<never> {
  const order = await trx.selectFrom('purchase_order').select('status').where('id', '=', id).executeTakeFirst()
  if (!order) throw new CodedError('NOT_FOUND', { purchaseOrder: id })
  throw new CodedError('ILLEGAL_MOVE', { from: order.status, to, allowed: PURCHASE_MOVES[order.status] })
}

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

async function changeOrder(trx: Trx, id: string, change: PurchaseOrderChange, done: { at: Millis; by: string }) {
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

async function receiveRest(trx: Trx, id: string, done: { at: Millis; by: string }): Promise<PurchaseOrder> {
  const order = await trx
    .updateTable('purchase_order')
    .set(eb => ({ received: eb.ref('received') }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  if (!order || PURCHASE_MOVES[order.status].length === 0) return await refuseChange(trx, id, 'received')
  return await receivePart(trx, id, { quantity: toThousandth(order.quantity - order.received) }, done)
}

async function addOrder(trx: Trx, input: NewPurchaseOrder, now: Millis): Promise<PurchaseOrder> {
  const { partNo, quantity, ticket, expectedAt, supplier } = input
  checkQuantity(await lockPart(trx, partNo), quantity)
  if (ticket !== undefined) {
    const known = await trx.selectFrom('ticket').select('id').where('id', '=', ticket).executeTakeFirst()
    if (!known) throw new CodedError('NOT_FOUND', { ticket })
  }
  const row = {
    id: `po-${await nextNumber(trx, 'purchase_order')}`,
    part_no: partNo,
    quantity: toThousandth(quantity),
    status: 'requested' as const,
    ticket: ticket ?? null,
    created_at: now,
    expected_at: expectedAt ?? null,
    received: 0,
    supplier: supplier ?? null,
  }
  await trx.insertInto('purchase_order').values(row).execute()
  await logChanges(trx, 'parts', [partNo], now)
  return toOrder(row)
}

export function createPurchaseOrders(needs: Workshop): PurchaseOrders {
  const { database, clock, log } = needs
  return {
    list: async query => {
      const size = pageSize(query)
      const { status, partNo, ticket } = query
      const after = cursorKey(query.cursor, [0, ''] as const)
      const rows = await database.db
        .selectFrom('purchase_order')
        .selectAll()
        .$if(status !== undefined, q => q.where('status', '=', status ?? 'requested'))
        .$if(partNo !== undefined, q => q.where('part_no', '=', partNo ?? ''))
        .$if(ticket !== undefined, q => q.where('ticket', '=', ticket ?? ''))
        .$if(after !== undefined, q =>
          q.where(eb => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(after?.[0] ?? 0, after?.[1] ?? ''))),
        )
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(size + 1)
        .execute()
      const page = toPage(rows, size, row => [row.created_at, row.id])
      return { ...page, items: page.items.map(toOrder) }
    },
    add: async (input, { username: by }) => {
      const order = await database.write(trx => addOrder(trx, input, clock.now()))
      log.info({ by, order }, 'purchase order added')
      return order
    },
    change: async (id, change, { username: by }) => {
      const order = await database.write(trx => changeOrder(trx, id, change, { at: clock.now(), by }))
      log.info({ by, order }, 'purchase order changed')
      return order
    },
    receive: async (id, receipt, { username: by }) => {
      const order = await database.write(trx => receivePart(trx, id, receipt, { at: clock.now(), by }))
      log.info({ by, order, receipt }, 'purchase order received')
      return order
    },
  }
}
