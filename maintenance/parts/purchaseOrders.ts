import { type Selectable, sql } from 'kysely'
import { logChanges, nextNumber } from '#database/changeLog.ts'
import type { Tables } from '#database/tables.ts'
import type { NewPurchaseOrder, PurchaseOrderChange } from '#domain/commands.ts'
import { CodedError } from '#domain/errors.ts'
import type { Page } from '#domain/page.ts'
import type { PurchaseOrder, PurchaseStatus } from '#domain/parts.ts'
import type { Actor } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { cursorKey, type PageQuery, pageSize, toPage } from '../paging.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { fillShortages } from './fillShortages.ts'
import { exact, toThousandth } from './reservations.ts'

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
}

/** Which status may follow which; what lies on the shelf at once may be received without having been ordered here. */
const PURCHASE_MOVES: Readonly<Record<PurchaseStatus, readonly PurchaseStatus[]>> = {
  requested: ['ordered', 'received', 'cancelled'],
  ordered: ['received', 'cancelled'],
  received: [],
  cancelled: [],
}

const toOrder = (row: Selectable<Tables['purchase_order']>): PurchaseOrder => ({
  id: row.id,
  partNo: row.part_no,
  quantity: row.quantity,
  status: row.status,
  createdAt: row.created_at,
  ...withoutNulls({ ticket: row.ticket, expectedAt: row.expected_at }),
})

async function receive(trx: Trx, partNo: string, quantity: number, now: Millis): Promise<string[]> {
  await trx
    .updateTable('part')
    .set({ on_hand: exact(sql`on_hand + ${quantity}`), counted: 1 })
    .where('part_no', '=', partNo)
    .execute()
  return await fillShortages(trx, partNo, now)
}

async function refuseChange(trx: Trx, id: string, to: PurchaseStatus): Promise<never> {
  const order = await trx.selectFrom('purchase_order').select('status').where('id', '=', id).executeTakeFirst()
  if (!order) throw new CodedError('NOT_FOUND', { purchaseOrder: id })
  throw new CodedError('ILLEGAL_MOVE', { from: order.status, to, allowed: PURCHASE_MOVES[order.status] })
}

async function changeOrder(trx: Trx, id: string, { status, expectedAt }: PurchaseOrderChange, now: Millis) {
  const from = (Object.keys(PURCHASE_MOVES) as PurchaseStatus[]).filter(
    s =>
      PURCHASE_MOVES[s].includes(status) || (s === status && expectedAt !== undefined && PURCHASE_MOVES[s].length > 0),
  )
  if (from.length === 0) return await refuseChange(trx, id, status)
  const order = await trx
    .updateTable('purchase_order')
    .set({ status, ...(expectedAt !== undefined && { expected_at: expectedAt }) })
    .where('id', '=', id)
    .where('status', 'in', from)
    .returningAll()
    .executeTakeFirst()
  if (!order) return await refuseChange(trx, id, status)
  const served = status === 'received' ? await receive(trx, order.part_no, order.quantity, now) : []
  await logChanges(trx, 'parts', [order.part_no], now)
  await logChanges(trx, 'tickets', served, now)
  return toOrder(order)
}

async function addOrder(trx: Trx, input: NewPurchaseOrder, now: Millis): Promise<PurchaseOrder> {
  const { partNo, quantity, ticket, expectedAt } = input
  const part = await trx.selectFrom('part').select('part_no').where('part_no', '=', partNo).executeTakeFirst()
  if (!part) throw new CodedError('UNKNOWN_PART', { partNo })
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
      const order = await database.write(trx => changeOrder(trx, id, change, clock.now()))
      log.info({ by, order }, 'purchase order changed')
      return order
    },
  }
}
