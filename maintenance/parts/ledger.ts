import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Tables } from '#database/tables.ts'
import { CodedError } from '#domain/errors.ts'
import { isDivisible, type MovementKind } from '#domain/parts.ts'
import type { Millis } from '#domain/time.ts'
import type { Trx } from '../tickets/lockTicket.ts'

/** Stock is counted to the thousandth; written alike in SQLite and PostgreSQL, free of binary remainders. */
export const exact = (sum: RawBuilder<number>): RawBuilder<number> => sql<number>`round(cast(${sum} as numeric), 3)`
export const toThousandth = (quantity: number): number => Math.round(quantity * 1000) / 1000
export const total = (quantities: readonly number[]): number => toThousandth(quantities.reduce((a, b) => a + b, 0))

export type PartRow = Selectable<Tables['part']>

/** Holds a part, and with it its stock in every store, until the transaction ends. @throws CodedError UNKNOWN_PART */
export async function lockPart(trx: Trx, partNo: string): Promise<PartRow> {
  const part = await trx
    .updateTable('part')
    .set(eb => ({ movements: eb.ref('movements') }))
    .where('part_no', '=', partNo)
    .returningAll()
    .executeTakeFirst()
  if (!part) throw new CodedError('UNKNOWN_PART', { partNo })
  return part
}

/** Neither a fraction of what comes in whole pieces, nor what rounds to nothing. */
export const isPossible = ({ unit }: Pick<PartRow, 'unit'>, quantity: number): boolean =>
  toThousandth(quantity) > 0 && (isDivisible(unit) || Number.isInteger(quantity))

/** @throws CodedError BAD_QUANTITY for what is not possible */
export function checkQuantity({ part_no: partNo, unit }: Pick<PartRow, 'part_no' | 'unit'>, quantity: number): void {
  if (!isPossible({ unit }, quantity)) throw new CodedError('BAD_QUANTITY', { partNo, quantity, unit })
}

/** One change of one store's stock; what it adds, negative for what it takes. */
export interface MovementLine {
  store: string
  kind: MovementKind
  onHand?: number
  reserved?: number
  inTransit?: number
  ticket?: string
  purchaseOrder?: string
  transfer?: string
  reason?: string
}

async function changeStock(trx: Trx, partNo: string, { store, onHand = 0, reserved = 0, inTransit = 0 }: MovementLine) {
  if (onHand > 0 || inTransit > 0)
    await trx
      .insertInto('stock')
      .values({ store, part_no: partNo, on_hand: 0, reserved: 0 })
      .onConflict(c => c.doNothing())
      .execute()
  const [held, kept] = [exact(sql`on_hand + ${onHand}`), exact(sql`reserved + ${reserved}`)]
  const coming = exact(sql`in_transit + ${inTransit}`)
  const { numUpdatedRows } = await trx
    .updateTable('stock')
    .set({ on_hand: held, reserved: kept, in_transit: coming })
    .where('store', '=', store)
    .where('part_no', '=', partNo)
    .where(sql<boolean>`${held} >= ${kept} and ${kept} >= 0 and ${coming} >= 0`)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) await refuse(trx, partNo, store, Math.abs(onHand || reserved || inTransit))
}

async function refuse(trx: Trx, partNo: string, store: string, quantity: number): Promise<never> {
  const row = await trx
    .selectFrom('stock')
    .select(['on_hand', 'reserved'])
    .where('part_no', '=', partNo)
    .where('store', '=', store)
    .executeTakeFirst()
  const { on_hand: onHand = 0, reserved = 0 } = row ?? {}
  throw new CodedError('NOT_ENOUGH_STOCK', { partNo, store, quantity, onHand, reserved })
}

/**
 * Moves stock of a held part: the stores, the part's totals and the ledger together. A conditional update a store decides.
 * @throws CodedError NOT_ENOUGH_STOCK when a store would hold less than nothing or less than tickets hold of it
 */
export async function post(
  trx: Trx,
  partNo: string,
  lines: readonly MovementLine[],
  { at, by }: { at: Millis; by: string },
): Promise<void> {
  if (lines.length === 0) return
  for (const line of lines) if (line.onHand || line.reserved || line.inTransit) await changeStock(trx, partNo, line)
  const { movements } = await trx
    .updateTable('part')
    .set({
      on_hand: exact(sql`on_hand + ${total(lines.map(line => line.onHand ?? 0))}`),
      reserved: exact(sql`reserved + ${total(lines.map(line => line.reserved ?? 0))}`),
      movements: sql`movements + ${sql.lit(lines.length)}`,
    })
    .where('part_no', '=', partNo)
    .returning('movements')
    .executeTakeFirstOrThrow()
  const rows = lines.map((line, index) => ({
    part_no: partNo,
    number: movements - lines.length + index + 1,
    at,
    by,
    kind: line.kind,
    store: line.store,
    on_hand: line.onHand ?? 0,
    reserved: line.reserved ?? 0,
    in_transit: line.inTransit ?? 0,
    ticket: line.ticket ?? null,
    purchase_order: line.purchaseOrder ?? null,
    transfer: line.transfer ?? null,
    reason: line.reason ?? null,
  }))
  await trx.insertInto('stock_movement').values(rows).execute()
}
