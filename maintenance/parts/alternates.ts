import type { Trx } from '../tickets/lockTicket.ts'

type Reader = Pick<Trx, 'selectFrom'>

/** The parts that may stand in for one, the best first; a stand-in is used in the same quantity. */
export async function alternatesOf(db: Reader, partNo: string): Promise<string[]> {
  const rows = await db
    .selectFrom('part_alternate')
    .select('alternate')
    .where('part_no', '=', partNo)
    .orderBy('rank')
    .execute()
  return rows.map(row => row.alternate)
}
