import { CodedError } from '#domain/errors.ts'
import type { StoreLevel } from '#domain/partTerms.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { checkQuantity, type PartRow } from './ledger.ts'
import { needStore } from './stores.ts'

/** @throws CodedError BAD_QUANTITY for a fraction of what comes in whole pieces, and for a most below the least */
export function checkLevels(
  part: Pick<PartRow, 'part_no' | 'unit'>,
  { minStock = 0, maxStock }: { minStock?: number | undefined; maxStock?: number | null | undefined },
): void {
  if (minStock > 0) checkQuantity(part, minStock)
  if (maxStock === undefined || maxStock === null) return
  if (maxStock < minStock) throw new CodedError('BAD_QUANTITY', { partNo: part.part_no, minStock, maxStock })
  if (maxStock > 0) checkQuantity(part, maxStock)
}

/** Says anew what each store is to hold of a held part; a store that is left out has no level. @throws CodedError BAD_QUANTITY, UNKNOWN_STORE */
export async function setLevels(trx: Trx, part: PartRow, levels: readonly StoreLevel[]): Promise<void> {
  const { part_no } = part
  await trx.updateTable('stock').set({ min_stock: null, max_stock: null }).where('part_no', '=', part_no).execute()
  for (const level of levels.toSorted((a, b) => (a.store < b.store ? -1 : 1))) {
    checkLevels(part, level)
    await needStore(trx, level.store)
    const said = { min_stock: level.minStock, max_stock: level.maxStock ?? null }
    await trx
      .insertInto('stock')
      .values({ store: level.store, part_no, on_hand: 0, reserved: 0, ...said })
      .onConflict(c => c.columns(['part_no', 'store']).doUpdateSet(said))
      .execute()
  }
}
