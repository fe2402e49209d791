import type { Insertable, Updateable } from 'kysely'
import { logChanges } from '#database/changeLog.ts'
import type { Tables } from '#database/tables.ts'
import { CodedError } from '#domain/errors.ts'
import type { NewPart, PartChange } from '#domain/partForms.ts'
import { MAIN_STORE } from '#domain/parts.ts'
import type { Actor } from '#domain/people.ts'
import { problem } from '#domain/problem.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { lockPart, type PartRow } from './ledger.ts'
import { moveStock } from './movements.ts'
import { changeTerms } from './partVersions.ts'
import { checkLevels, setLevels } from './storeLevels.ts'

function columns({
  name,
  nameZh,
  unit,
  minStock,
  leadTimeDays,
  unitCost,
  warrantyMonths,
  maxStock,
  onHand,
}: PartChange): Updateable<Tables['part']> {
  const given = {
    name,
    name_zh: nameZh,
    unit,
    min_stock: minStock,
    lead_time_days: leadTimeDays,
    unit_cost: unitCost,
    warranty_months: warrantyMonths,
    max_stock: maxStock,
    ...(onHand !== undefined && { counted: 1 }),
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

/** @throws CodedError BAD_QUANTITY, UNKNOWN_STORE */
async function say(trx: Trx, part: PartRow, change: PartChange): Promise<void> {
  const { minStock = part.min_stock, maxStock = part.max_stock, unit = part.unit, stores } = change
  if ((change.minStock ?? change.maxStock ?? undefined) !== undefined)
    checkLevels({ part_no: part.part_no, unit }, { minStock, maxStock })
  const said = columns(change)
  if (Object.keys(said).length > 0)
    await trx.updateTable('part').set(said).where('part_no', '=', part.part_no).execute()
  if (stores) await setLevels(trx, { ...part, unit }, stores)
}

/** Who does it, and when. */
interface Done {
  at: number
  by: string
}

/** With `onHand`, a count of one store. @returns the tickets that now have the part */
async function count(trx: Trx, partNo: string, { onHand, store = MAIN_STORE }: PartChange, done: Done) {
  return onHand === undefined ? [] : await moveStock(trx, partNo, { kind: 'count', store, quantity: onHand }, done)
}

/** What is said of a part, as its next version, and a count. @returns the tickets that now have the part */
async function updatePart(trx: Trx, partNo: string, change: PartChange, done: Done): Promise<string[]> {
  await changeTerms(trx, partNo, change.version, done, part => say(trx, part, change))
  return await count(trx, partNo, change, done)
}

/** @throws CodedError UNKNOWN_PART, UNKNOWN_STORE, STALE_VERSION, BAD_QUANTITY, NOT_ENOUGH_STOCK for a count below what tickets hold */
export async function changePart(needs: Workshop, partNo: string, change: PartChange, actor: Actor): Promise<void> {
  const at = needs.clock.now()
  await needs.database.write(async trx => {
    const tickets = await updatePart(trx, partNo, change, { at, by: actor.username })
    await logChanges(trx, 'parts', [partNo], at)
    await logChanges(trx, 'tickets', tickets, at)
  })
  needs.log.info({ by: actor.username, partNo, change }, 'part changed')
}

const newRow = ({ partNo, ...part }: NewPart, name: string): Insertable<Tables['part']> => ({
  part_no: partNo,
  name,
  name_zh: part.nameZh ?? name,
  unit: part.unit ?? 'pc',
  on_hand: 0,
  reserved: 0,
  min_stock: part.minStock ?? 0,
  lead_time_days: part.leadTimeDays ?? 0,
  unit_cost: part.unitCost ?? null,
  warranty_months: part.warrantyMonths ?? null,
  max_stock: part.maxStock ?? null,
  counted: 1,
})

/** Enters a part that nobody knows yet; false when it is there. */
async function insertPart(trx: Trx, input: NewPart): Promise<boolean> {
  if (input.name === undefined) return false
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('part')
    .values(newRow(input, input.name))
    .onConflict(c => c.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/**
 * A new part, or the first count of one that the catalogue lists.
 * @throws CodedError ALREADY_EXISTS, BAD_REQUEST, BAD_QUANTITY, UNKNOWN_STORE
 */
export async function addPart(needs: Workshop, input: NewPart, actor: Actor): Promise<void> {
  const done = { at: needs.clock.now(), by: actor.username }
  const { partNo, ...rest } = input
  const change = { ...rest, onHand: rest.onHand ?? 0 }
  await needs.database.write(async trx => {
    const inserted = await insertPart(trx, input)
    const known = await trx.selectFrom('part').select('counted').where('part_no', '=', partNo).executeTakeFirst()
    if (!known) throw new CodedError('BAD_REQUEST', { name: 'a part that the catalogue lacks needs a name' })
    const part = await lockPart(trx, partNo)
    if (!inserted && part.counted === 1)
      throw new CodedError('ALREADY_EXISTS', { partNo, problems: [problem('/partNo', 'taken')] })
    if (inserted) await say(trx, part, rest)
    const tickets = await (inserted ? count : updatePart)(trx, partNo, change, done)
    await logChanges(trx, 'parts', [partNo], done.at)
    await logChanges(trx, 'tickets', tickets, done.at)
  })
  needs.log.info({ by: actor.username, input }, 'part added')
}

/** Enters the catalogue's parts that the store does not know yet, none in stock. */
export async function enterCatalogueParts({ database, catalogue }: Workshop): Promise<void> {
  const rows = catalogue.parts.map(part => ({
    part_no: part.partNo,
    name: part.name,
    name_zh: part.name_zh,
    unit: part.unit,
    on_hand: 0,
    reserved: 0,
    min_stock: part.minStock,
    lead_time_days: part.leadTimeDays,
    unit_cost: part.unitCostCny,
    warranty_months: null,
    counted: 0,
  }))
  if (rows.length === 0) return
  await database.write(trx =>
    trx
      .insertInto('part')
      .values(rows)
      .onConflict(c => c.doNothing())
      .execute(),
  )
}
