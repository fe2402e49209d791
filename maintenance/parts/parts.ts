import { type Selectable, sql } from 'kysely'
import type { Tables } from '#database/tables.ts'
import { CodedError } from '#domain/errors.ts'
import type { Page, PageQuery } from '#domain/page.ts'
import type { AlternatesChange, NewPart, PartChange } from '#domain/partForms.ts'
import type { Part, StockMovement, StoreStock } from '#domain/parts.ts'
import type { PartVersion } from '#domain/partTerms.ts'
import type { Actor } from '#domain/people.ts'
import type { StockMove } from '#domain/stockForms.ts'
import type { ReorderSuggestion, StockProjection } from '#domain/stockProjection.ts'
import { batches } from '../batches.ts'
import { containing } from '../likePattern.ts'
import type { Workshop } from '../needs.ts'
import { cursorKey, MAX_LIMIT, pageSize, toPage } from '../paging.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { alternatesOf } from './alternates.ts'
import { addPart, changePart } from './changeParts.ts'
import { toThousandth } from './ledger.ts'
import { listMovements, type MovementQuery, recordMove } from './movements.ts'
import { partHistory } from './partVersions.ts'
import { projectionOf, reorderSuggestions } from './projection/suggestions.ts'
import { setAlternates } from './setAlternates.ts'
import { auditStock, type StockDifference } from './stockAudit.ts'

interface PartQuery extends PageQuery {
  /** Part of the number or of a name. */
  search?: string | undefined
  /** Only parts that a ticket waits for. */
  short?: boolean | undefined
}

export interface Parts {
  /** By part number. `incoming` is what has been ordered or sent to a store and has not arrived; what is only requested is not on its way. */
  list(query: PartQuery): Promise<Page<Part>>
  get(partNo: string): Promise<Part | undefined>
  many(partNos: readonly string[]): Promise<Part[]>
  /** @throws CodedError ALREADY_EXISTS when the part is there and has been counted, BAD_REQUEST without a name */
  add(input: NewPart, actor: Actor): Promise<Part>
  /** `onHand` is a count. More stock serves the tickets that wait. @throws CodedError UNKNOWN_PART, NOT_ENOUGH_STOCK below what is reserved */
  change(partNo: string, change: PartChange, actor: Actor): Promise<Part>
  /** One movement by hand. @throws CodedError UNKNOWN_PART, UNKNOWN_STORE, BAD_QUANTITY, NOT_ENOUGH_STOCK, BAD_REQUEST */
  move(partNo: string, move: StockMove, actor: Actor): Promise<Part>
  /** The ledger, the last line first. @throws CodedError UNKNOWN_PART */
  movements(partNo: string, query: MovementQuery): Promise<Page<StockMovement>>
  alternates(partNo: string): Promise<string[]>
  /** @throws CodedError UNKNOWN_PART, STALE_VERSION, BAD_REQUEST */
  setAlternates(partNo: string, change: AlternatesChange, actor: Actor): Promise<string[]>
  /** What was said of it, the newest first. @throws CodedError UNKNOWN_PART */
  history(partNo: string): Promise<PartVersion[]>
  /** What has to be ordered, the soonest first. */
  suggestions(): Promise<ReorderSuggestion[]>
  /** What will be available of it, and why. @throws CodedError UNKNOWN_PART */
  projection(partNo: string): Promise<StockProjection>
  /** Where balances differ from their ledger; empty while all is well. */
  audit(): Promise<StockDifference[]>
}

type PartRow = Selectable<Tables['part']> & { incoming: number }

const toPart = (row: PartRow, stores: StoreStock[]): Part => ({
  partNo: row.part_no,
  name: row.name,
  nameZh: row.name_zh,
  unit: row.unit,
  onHand: row.on_hand,
  reserved: row.reserved,
  available: toThousandth(row.on_hand - row.reserved),
  incoming: toThousandth(row.incoming),
  minStock: row.min_stock,
  leadTimeDays: row.lead_time_days,
  ...withoutNulls({ unitCost: row.unit_cost, warrantyMonths: row.warranty_months, maxStock: row.max_stock }),
  version: row.version,
  stores,
})

/** Parts with what each store holds of them. */
async function withStores({ database: { db } }: Workshop, rows: readonly PartRow[]): Promise<Part[]> {
  if (rows.length === 0) return []
  const stock = await db
    .selectFrom('stock')
    .selectAll()
    .where(
      'part_no',
      'in',
      rows.map(row => row.part_no),
    )
    .orderBy('store')
    .execute()
  const byPart = Map.groupBy(stock, row => row.part_no)
  const toStock = ({ store, on_hand, reserved, in_transit, ...level }: (typeof stock)[number]): StoreStock => ({
    store,
    onHand: on_hand,
    reserved,
    available: toThousandth(on_hand - reserved),
    incoming: in_transit,
    ...withoutNulls({ minStock: level.min_stock, maxStock: level.max_stock }),
  })
  return rows.map(row => toPart(row, (byPart.get(row.part_no) ?? []).map(toStock)))
}

const selectParts = ({ database: { db } }: Workshop) =>
  db
    .selectFrom('part')
    .selectAll()
    .select(
      sql<number>`coalesce((select sum(quantity - received) from purchase_order where purchase_order.part_no = part.part_no
        and status in ('ordered', 'partlyReceived')), 0)
        + coalesce((select sum(in_transit) from stock where stock.part_no = part.part_no), 0)`.as('incoming'),
    )
    .orderBy('part_no')

const waitedFor = sql<boolean>`exists (select 1 from reservation where reservation.part_no = part.part_no and status = 'short')`

function searched(text: string) {
  const like = containing(text.toLowerCase())
  return sql<boolean>`(lower(part_no) like ${like} escape '\\' or lower(name) like ${like} escape '\\' or name_zh like ${like} escape '\\')`
}

async function readMany(needs: Workshop, partNos: readonly string[]): Promise<Part[]> {
  const found: Part[] = []
  for (const some of batches(partNos, MAX_LIMIT)) {
    found.push(...(await withStores(needs, await selectParts(needs).where('part_no', 'in', some).execute())))
  }
  return found
}

export function createParts(needs: Workshop): Parts {
  const get = async (partNo: string) => (await readMany(needs, [partNo]))[0]
  const read = async (partNo: string): Promise<Part> => {
    const part = await get(partNo)
    if (!part) throw new CodedError('UNKNOWN_PART', { partNo })
    return part
  }
  return {
    list: async query => {
      const size = pageSize(query)
      const after = cursorKey(query.cursor, [''] as const)
      const rows = await selectParts(needs)
        .$if(query.search !== undefined, q => q.where(searched(query.search ?? '')))
        .$if(query.short === true, q => q.where(waitedFor))
        .$if(after !== undefined, q => q.where('part_no', '>', after?.[0] ?? ''))
        .limit(size + 1)
        .execute()
      const page = toPage(rows, size, row => [row.part_no])
      return { ...page, items: await withStores(needs, page.items) }
    },
    get,
    many: partNos => readMany(needs, partNos),
    add: async (input, actor) => {
      await addPart(needs, input, actor)
      return await read(input.partNo)
    },
    change: async (partNo, change, actor) => {
      await changePart(needs, partNo, change, actor)
      return await read(partNo)
    },
    move: async (partNo, move, actor) => {
      await recordMove(needs, partNo, move, actor)
      return await read(partNo)
    },
    movements: async (partNo, query) => {
      await read(partNo)
      return await listMovements(needs, partNo, query)
    },
    alternates: partNo => alternatesOf(needs.database.db, partNo),
    setAlternates: (partNo, change, actor) => setAlternates(needs, partNo, change, actor),
    history: async partNo => {
      await read(partNo)
      return await partHistory(needs, partNo)
    },
    suggestions: () => reorderSuggestions(needs),
    projection: partNo => projectionOf(needs, partNo),
    audit: () => auditStock(needs.database),
  }
}
