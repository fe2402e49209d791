import { sql } from 'kysely'
import { OPEN_PURCHASES } from '#domain/parts.ts'
import type { Millis } from '#domain/time.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { toThousandth } from './ledger.ts'
import { insertOrder } from './orderRow.ts'
import type { PartNeed } from './reservations.ts'

/**
 * What the tickets that wait for a part need beyond what is free in the stores, on its way and asked for; above 0, somebody
 * waits for what nobody brings. A van serves its technician alone and does not count.
 */
async function uncovered(trx: Trx, partNo: string): Promise<number> {
  const { short, orders, free } = await trx
    .selectNoFrom([
      sql<number>`coalesce((select sum(quantity) from reservation where part_no = ${partNo} and status = 'short'), 0)`.as(
        'short',
      ),
      sql<number>`coalesce((select sum(quantity - received) from purchase_order
        where part_no = ${partNo} and status in (${sql.join(OPEN_PURCHASES)})), 0)`.as('orders'),
      sql<number>`coalesce((select sum(case when store.kind <> 'van' and store.active = 1 then on_hand - reserved else 0 end
        + in_transit) from stock join store on store.id = stock.store where part_no = ${partNo}), 0)`.as('free'),
    ])
    .executeTakeFirstOrThrow()
  return toThousandth(Number(short) - Number(orders) - Number(free))
}

/** Asks the purchaser for what is missing to a held ticket that waits: at least the part's minimum stock. */
export async function requestPurchase(trx: Trx, ticket: string, need: PartNeed, at: Millis): Promise<void> {
  const { partNo } = need
  const part = await trx.selectFrom('part').select('min_stock').where('part_no', '=', partNo).executeTakeFirstOrThrow()
  const quantity = toThousandth(Math.max(await uncovered(trx, partNo), part.min_stock)) || need.quantity
  await insertOrder(trx, { part_no: partNo, quantity, ticket, created_at: at })
}

/**
 * Asks for more of a held part when others have taken what a waiting ticket counted on, in the name of `ticket`, the first
 * that waits.
 */
export async function coverShortages(trx: Trx, ticket: string, partNo: string, at: Millis): Promise<void> {
  const quantity = await uncovered(trx, partNo)
  if (quantity > 0) await insertOrder(trx, { part_no: partNo, quantity, ticket, created_at: at })
}

/** Takes back what was only asked for, for a ticket that waits no more, unless others that wait count on it. */
export async function withdrawRequests(trx: Trx, ticket: string, partNo: string): Promise<void> {
  const requests = await trx
    .selectFrom('purchase_order')
    .select(['id', 'quantity'])
    .where('ticket', '=', ticket)
    .where('part_no', '=', partNo)
    .where('status', '=', 'requested')
    .orderBy('id')
    .execute()
  for (const { id, quantity } of requests) {
    if ((await uncovered(trx, partNo)) + quantity > 0) continue
    await trx.updateTable('purchase_order').set({ status: 'cancelled' }).where('id', '=', id).execute()
  }
}
