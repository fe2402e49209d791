import { sql } from 'kysely'
import type { Database } from '#database/database.ts'

/** A balance that does not say what its sources say. */
export interface StockDifference {
  partNo: string
  store: string
  what: 'onHand' | 'reserved' | 'inTransit' | 'held' | 'onTheWay' | 'accounted' | 'total' | 'numbers' | 'oversold'
  balance: number
  source: number
}

const EPS = sql.lit(0.0005)

/**
 * Balance, ledger and reservations side by side; `onTheWay` compares what is sent to a store with its transfers, `accounted`
 * a transfer with what became of it, `total` a part with its stores.
 */
const AUDIT = [
  [
    'onHand',
    sql`select s.part_no, s.store, s.on_hand as balance, coalesce(sum(m.on_hand), 0) as source from stock s
    left join stock_movement m on m.part_no = s.part_no and m.store = s.store group by s.part_no, s.store, s.on_hand`,
  ],
  [
    'reserved',
    sql`select s.part_no, s.store, s.reserved as balance, coalesce(sum(m.reserved), 0) as source from stock s
    left join stock_movement m on m.part_no = s.part_no and m.store = s.store group by s.part_no, s.store, s.reserved`,
  ],
  [
    'inTransit',
    sql`select s.part_no, s.store, s.in_transit as balance, coalesce(sum(m.in_transit), 0) as source from stock s
    left join stock_movement m on m.part_no = s.part_no and m.store = s.store
    group by s.part_no, s.store, s.in_transit`,
  ],
  [
    'onTheWay',
    sql`select s.part_no, s.store, s.in_transit as balance, coalesce(sum(t.to_come), 0) as source from stock s
    left join stock_transfer t on t.part_no = s.part_no and t.target = s.store and t.to_come > 0
    group by s.part_no, s.store, s.in_transit`,
  ],
  [
    'accounted',
    sql`select part_no, target as store, quantity as balance, to_come + received + returned + lost as source
    from stock_transfer`,
  ],
  [
    'held',
    sql`select s.part_no, s.store, s.reserved as balance, coalesce(sum(r.quantity), 0) as source from stock s
    left join reservation r on r.part_no = s.part_no and r.store = s.store and r.status = 'reserved'
    group by s.part_no, s.store, s.reserved`,
  ],
  [
    'total',
    sql`select p.part_no, '' as store, p.on_hand as balance, coalesce(sum(s.on_hand), 0) as source from part p
    left join stock s on s.part_no = p.part_no group by p.part_no, p.on_hand`,
  ],
  [
    'total',
    sql`select p.part_no, '' as store, p.reserved as balance, coalesce(sum(s.reserved), 0) as source from part p
    left join stock s on s.part_no = p.part_no group by p.part_no, p.reserved`,
  ],
  [
    'numbers',
    sql`select p.part_no, '' as store, p.movements as balance, count(m.number) as source from part p
    left join stock_movement m on m.part_no = p.part_no group by p.part_no, p.movements`,
  ],
  [
    'oversold',
    sql`select part_no, store, on_hand as balance, reserved as source from stock
    where reserved > on_hand or reserved < 0`,
  ],
] as const

/** Where the stock is not what the ledger and the reservations make it; empty while all is well. */
export async function auditStock({ db }: Pick<Database, 'db'>): Promise<StockDifference[]> {
  const found: StockDifference[] = []
  for (const [what, query] of AUDIT) {
    const { rows } = await sql<{ part_no: string; store: string; balance: number; source: number }>`
      select * from (${query}) as compared where abs(balance - source) > ${EPS}`.execute(db)
    for (const { part_no: partNo, ...row } of rows) found.push({ partNo, what, ...row })
  }
  return found
}
