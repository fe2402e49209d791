import { CodedError } from '#domain/errors.ts'
import type { StoreLevel } from '#domain/partTerms.ts'
import { type Problem, problem } from '#domain/problem.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { isPossible, type PartRow } from './ledger.ts'
import { needStore } from './stores.ts'

interface Level {
  minStock?: number | undefined
  maxStock?: number | null | undefined
}

function levelProblems(part: Pick<PartRow, 'unit'>, { minStock = 0, maxStock }: Level, at: string): Problem[] {
  const most = maxStock ?? undefined
  const whole = Object.entries({ minStock, maxStock: most }).flatMap(([field, amount = 0]) =>
    amount === 0 || isPossible(part, amount) ? [] : [problem(`${at}/${field}`, 'wholePieces')],
  )
  const below = most !== undefined && most < minStock
  return [...whole, ...(below ? [problem(`${at}/maxStock`, 'least', { limit: minStock })] : [])]
}

/**
 * @param at where the level stands in what was sent
 * @throws CodedError BAD_QUANTITY for a fraction of what comes in whole pieces, and for a most below the least
 */
export function checkLevels(part: Pick<PartRow, 'part_no' | 'unit'>, level: Level, at = ''): void {
  const problems = levelProblems(part, level, at)
  if (problems.length > 0) throw new CodedError('BAD_QUANTITY', { partNo: part.part_no, problems })
}

/** Says anew what each store is to hold of a held part; a store that is left out has no level. @throws CodedError BAD_QUANTITY, UNKNOWN_STORE */
export async function setLevels(trx: Trx, part: PartRow, levels: readonly StoreLevel[]): Promise<void> {
  const { part_no } = part
  await trx.updateTable('stock').set({ min_stock: null, max_stock: null }).where('part_no', '=', part_no).execute()
  levels.forEach((level, i) => {
    checkLevels(part, level, `/stores/${i}`)
  })
  for (const level of levels.toSorted((a, b) => (a.store < b.store ? -1 : 1))) {
    await needStore(trx, level.store)
    const said = { min_stock: level.minStock, max_stock: level.maxStock ?? null }
    await trx
      .insertInto('stock')
      .values({ store: level.store, part_no, on_hand: 0, reserved: 0, ...said })
      .onConflict(c => c.columns(['part_no', 'store']).doUpdateSet(said))
      .execute()
  }
}
