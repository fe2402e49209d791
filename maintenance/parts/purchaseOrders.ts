import { logChanges } from '#database/changeLog.ts'
import { CodedError } from '#domain/errors.ts'
import type { Page, PageQuery } from '#domain/page.ts'
import { OPEN_PURCHASES, type PurchaseOrder, type PurchaseStatus } from '#domain/parts.ts'
import type { Actor } from '#domain/people.ts'
import type { NewPurchaseOrder, PurchaseOrderChange, Receipt } from '#domain/purchaseForms.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { cursorKey, pageSize, toPage } from '../paging.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { changeOrder } from './changeOrder.ts'
import { checkQuantity, lockPart, toThousandth } from './ledger.ts'
import { insertOrder, toOrder } from './orderRow.ts'
import { receivePart } from './receiveOrder.ts'

interface PurchaseOrderQuery extends PageQuery {
  status?: PurchaseStatus | undefined
  /** Only what may still come, or only what may not. */
  open?: boolean | undefined
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

async function addOrder(trx: Trx, input: NewPurchaseOrder, now: Millis): Promise<PurchaseOrder> {
  const { partNo, quantity, ticket, expectedAt, supplier } = input
  checkQuantity(await lockPart(trx, partNo), quantity)
  if (ticket !== undefined) {
    const known = await trx.selectFrom('ticket').select('id').where('id', '=', ticket).executeTakeFirst()
    if (!known) throw new CodedError('NOT_FOUND', { ticket })
  }
  const row = await insertOrder(trx, {
    part_no: partNo,
    quantity: toThousandth(quantity),
    ticket: ticket ?? null,
    created_at: now,
    expected_at: expectedAt ?? null,
    supplier: supplier ?? null,
  })
  await logChanges(trx, 'parts', [partNo], now)
  return toOrder(row)
}

export function createPurchaseOrders(needs: Workshop): PurchaseOrders {
  const { database, clock, log } = needs
  return {
    list: async query => {
      const size = pageSize(query)
      const { status, open, partNo, ticket } = query
      const after = cursorKey(query.cursor, [0, ''] as const)
      const rows = await database.db
        .selectFrom('purchase_order')
        .selectAll()
        .$if(status !== undefined, q => q.where('status', '=', status ?? 'requested'))
        .$if(open !== undefined, q => q.where('status', open ? 'in' : 'not in', OPEN_PURCHASES))
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
