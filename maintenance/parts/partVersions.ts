import { CodedError } from '#domain/errors.ts'
import type { PartTerms, PartVersion } from '#domain/partTerms.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { alternatesOf } from './alternates.ts'
import { lockPart, type PartRow } from './ledger.ts'

async function readTerms(trx: Trx, partNo: string): Promise<PartTerms> {
  const row = await trx.selectFrom('part').selectAll().where('part_no', '=', partNo).executeTakeFirstOrThrow()
  const levels = await trx
    .selectFrom('stock')
    .select(['store', 'min_stock', 'max_stock'])
    .where('part_no', '=', partNo)
    .where('min_stock', 'is not', null)
    .orderBy('store')
    .execute()
  const { name, name_zh: nameZh, unit, min_stock: minStock, lead_time_days: leadTimeDays } = row
  const { max_stock: maxStock, unit_cost: unitCost, warranty_months: warrantyMonths } = row
  return {
    name,
    nameZh,
    unit,
    minStock,
    leadTimeDays,
    ...withoutNulls({ maxStock, unitCost, warrantyMonths }),
    stores: levels.map(({ store, min_stock, max_stock }) => ({
      store,
      minStock: min_stock ?? 0,
      ...withoutNulls({ maxStock: max_stock }),
    })),
    alternates: await alternatesOf(trx, partNo),
  }
}

/**
 * Changes what is said of a part, as its next version; what says nothing new makes none.
 * @param seen the version that the person saw; left out, the change holds whatever it is
 * @throws CodedError UNKNOWN_PART; STALE_VERSION with the version and the terms that hold now
 */
export async function changeTerms(
  trx: Trx,
  partNo: string,
  seen: number | undefined,
  { at, by }: { at: Millis; by: string },
  work: (part: PartRow) => Promise<void>,
): Promise<void> {
  const part = await lockPart(trx, partNo)
  const { version } = part
  const before = await readTerms(trx, partNo)
  if (seen !== undefined && seen !== version) throw new CodedError('STALE_VERSION', { ...before, version })
  await work(part)
  const terms = JSON.stringify(await readTerms(trx, partNo))
  if (terms === JSON.stringify(before)) return
  const rows = [{ part_no: partNo, version: version + 1, terms, at, by }]
  const first = { part_no: partNo, version: 0, terms: JSON.stringify(before), at: null, by: null }
  await trx
    .insertInto('part_version')
    .values(version === 0 ? [first, ...rows] : rows)
    .execute()
  await trx
    .updateTable('part')
    .set({ version: version + 1 })
    .where('part_no', '=', partNo)
    .execute()
}

/** The newest first, at most 100; empty while nobody has changed anything. */
export async function partHistory({ database: { db } }: Workshop, partNo: string): Promise<PartVersion[]> {
  const rows = await db
    .selectFrom('part_version')
    .selectAll()
    .where('part_no', '=', partNo)
    .orderBy('version', 'desc')
    .limit(100)
    .execute()
  return rows.map(({ version, terms, at, by }) => ({ version, terms: JSON.parse(terms), ...withoutNulls({ at, by }) }))
}
