import { type RawBuilder, sql } from 'kysely'
import { nextNumber } from '#database/changeLog.ts'
import type { ReservationStatus } from '#domain/parts.ts'
import type { Millis } from '#domain/time.ts'
import type { Trx } from '../tickets/lockTicket.ts'

export interface PartNeed {
  partNo: string
  quantity: number
}

/** Stock is counted to the thousandth; written alike in SQLite and PostgreSQL, free of binary remainders. */
export const exact = (sum: RawBuilder<number>): RawBuilder<number> => sql<number>`round(cast(${sum} as numeric), 3)`
export const toThousandth = (quantity: number): number => Math.round(quantity * 1000) / 1000

/** One line a part, in part order: every transaction takes parts in the same order. */
export function mergeNeeds(needs: readonly PartNeed[]): PartNeed[] {
  const merged = new Map<string, number>()
  for (const { partNo, quantity } of needs) merged.set(partNo, toThousandth((merged.get(partNo) ?? 0) + quantity))
  return [...merged].map(([partNo, quantity]) => ({ partNo, quantity })).sort((a, b) => (a.partNo < b.partNo ? -1 : 1))
}

/** Takes free stock; false when there is not enough. One conditional update decides. */
export async function takeFree(trx: Trx, { partNo, quantity }: PartNeed): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('part')
    .set({ reserved: exact(sql`reserved + ${quantity}`) })
    .where('part_no', '=', partNo)
    .where(sql<boolean>`${exact(sql`on_hand - reserved`)} >= ${quantity}`)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Adds to the reservation row of that status. */
export async function addReservation(
  trx: Trx,
  ticket: string,
  { partNo, quantity }: PartNeed,
  status: ReservationStatus,
  at: Millis,
): Promise<void> {
  await trx
    .insertInto('reservation')
    .values({ ticket, part_no: partNo, quantity, status, created_at: at })
    .onConflict(c =>
      c
        .columns(['ticket', 'part_no', 'status'])
        .doUpdateSet({ quantity: exact(sql`reservation.quantity + excluded.quantity`) }),
    )
    .execute()
}

/** Asks the purchaser for what is missing: at least the part's minimum stock. */
async function requestPurchase(trx: Trx, ticket: string, { partNo, quantity }: PartNeed, at: Millis): Promise<void> {
  const part = await trx.selectFrom('part').selectAll().where('part_no', '=', partNo).executeTakeFirstOrThrow()
  const missing = quantity - Math.max(0, part.on_hand - part.reserved)
  await trx
    .insertInto('purchase_order')
    .values({
      id: `po-${await nextNumber(trx, 'purchase_order')}`,
      part_no: partNo,
      quantity: toThousandth(Math.max(missing, part.min_stock)),
      status: 'requested',
      ticket,
      created_at: at,
      expected_at: null,
    })
    .execute()
}

/**
 * Reserves parts for a held ticket: all of a part's quantity (`reserved`) or none (`short`, with a purchase request).
 * @returns the parts that are short
 */
export async function reserveParts(
  trx: Trx,
  ticket: string,
  needs: readonly PartNeed[],
  at: Millis,
): Promise<PartNeed[]> {
  const short: PartNeed[] = []
  for (const need of mergeNeeds(needs)) {
    const reserved = await takeFree(trx, need)
    await addReservation(trx, ticket, need, reserved ? 'reserved' : 'short', at)
    if (!reserved) short.push(need)
  }
  for (const need of short) await requestPurchase(trx, ticket, need, at)
  return short
}

/** Takes a reservation row of a held ticket away and tells what it held. */
export async function dropReservation(
  trx: Trx,
  ticket: string,
  partNo: string,
  status: ReservationStatus,
): Promise<number> {
  const dropped = await trx
    .deleteFrom('reservation')
    .where('ticket', '=', ticket)
    .where('part_no', '=', partNo)
    .where('status', '=', status)
    .returning('quantity')
    .executeTakeFirst()
  return dropped?.quantity ?? 0
}

/** What a ticket still holds or waits for. */
export async function openReservations(
  trx: Trx,
  ticket: string,
): Promise<(PartNeed & { status: 'reserved' | 'short' })[]> {
  const rows = await trx
    .selectFrom('reservation')
    .select(['part_no', 'quantity', 'status'])
    .where('ticket', '=', ticket)
    .where('status', 'in', ['reserved', 'short'])
    .orderBy('part_no')
    .execute()
  return rows.map(r => ({ partNo: r.part_no, quantity: r.quantity, status: r.status as 'reserved' | 'short' }))
}
