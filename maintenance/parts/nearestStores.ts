import type { StoreKind } from '#domain/parts.ts'
import type { TicketRow, Trx } from '../tickets/lockTicket.ts'
import { toThousandth } from './ledger.ts'

/** Who parts are for: where the work is, who does it, how urgent it is. */
export type PartTaker = Pick<TicketRow, 'id' | 'version' | 'site' | 'priority' | 'technician'>

export interface FreeStock {
  store: string
  free: number
}

const nearness = (kind: StoreKind, own: boolean): number => (kind === 'main' ? 1 : kind === 'van' ? 2 : own ? 0 : 3)

/** Free stock of a held part, the nearest store first: the site's own, the main store, the technician's van, other sites'. */
export async function freeNear(
  trx: Trx,
  { site, technician }: Pick<PartTaker, 'site' | 'technician'>,
  partNo: string,
): Promise<FreeStock[]> {
  const rows = await trx
    .selectFrom('stock')
    .innerJoin('store', 'store.id', 'stock.store')
    .select(['stock.store', 'on_hand', 'reserved', 'kind', 'site', 'technician'])
    .where('part_no', '=', partNo)
    .where('active', '=', 1)
    .execute()
  return rows
    .filter(row => row.kind !== 'van' || row.technician === technician)
    .map(row => ({ row, rank: nearness(row.kind, row.site === site) }))
    .sort((a, b) => a.rank - b.rank || (a.row.store < b.row.store ? -1 : 1))
    .map(({ row }) => ({ store: row.store, free: toThousandth(row.on_hand - row.reserved) }))
    .filter(({ free }) => free > 0)
}

/** How much to take from each store, in order; undefined when all together hold too little. */
export function split(from: readonly FreeStock[], quantity: number): { store: string; quantity: number }[] | undefined {
  const taken: { store: string; quantity: number }[] = []
  let left = quantity
  for (const { store, free } of from) {
    if (left <= 0) break
    taken.push({ store, quantity: Math.min(free, left) })
    left = toThousandth(left - Math.min(free, left))
  }
  return left > 0 ? undefined : taken
}
