import { type Insertable, sql, type Updateable } from 'kysely'
import { logChanges } from '#database/changeLog.ts'
import type { Tables } from '#database/tables.ts'
import type { NewPart, PartChange } from '#domain/commands.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { fillShortages } from './fillShortages.ts'
import { toThousandth } from './reservations.ts'

function columns({
  name,
  nameZh,
  unit,
  minStock,
  leadTimeDays,
  unitCost,
  onHand,
}: PartChange): Updateable<Tables['part']> {
  const given = {
    name,
    name_zh: nameZh,
    unit,
    min_stock: minStock,
    lead_time_days: leadTimeDays,
    unit_cost: unitCost,
    ...(onHand !== undefined && { on_hand: toThousandth(onHand), counted: 1 }),
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

/** A count may not fall below what tickets hold: those parts are spoken for. */
async function updatePart(trx: Trx, partNo: string, change: PartChange, only: 'any' | 'uncounted'): Promise<boolean> {
  const { onHand } = change
  const { numUpdatedRows } = await trx
    .updateTable('part')
    .set(columns(change))
    .where('part_no', '=', partNo)
    .$if(only === 'uncounted', q => q.where('counted', '=', 0))
    .$if(onHand !== undefined, q => q.where(sql<boolean>`reserved <= ${toThousandth(onHand ?? 0)}`))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

async function afterCount(trx: Trx, partNo: string, now: number): Promise<void> {
  const tickets = await fillShortages(trx, partNo, now)
  await logChanges(trx, 'parts', [partNo], now)
  await logChanges(trx, 'tickets', tickets, now)
}

/** @throws CodedError UNKNOWN_PART, NOT_ENOUGH_STOCK */
export async function changePart(needs: Workshop, partNo: string, change: PartChange, actor: Actor): Promise<void> {
  const now = needs.clock.now()
  await needs.database.write(async trx => {
    if (!(await updatePart(trx, partNo, change, 'any'))) {
      const part = await trx.selectFrom('part').select('reserved').where('part_no', '=', partNo).executeTakeFirst()
      if (!part) throw new CodedError('UNKNOWN_PART', { partNo })
      throw new CodedError('NOT_ENOUGH_STOCK', { partNo, onHand: change.onHand, reserved: part.reserved })
    }
    await afterCount(trx, partNo, now)
  })
  needs.log.info({ by: actor.username, partNo, change }, 'part changed')
}

const newRow = ({ partNo, ...part }: NewPart, name: string): Insertable<Tables['part']> => ({
  part_no: partNo,
  name,
  name_zh: part.nameZh ?? name,
  unit: part.unit ?? 'pc',
  on_hand: toThousandth(part.onHand ?? 0),
  reserved: 0,
  min_stock: part.minStock ?? 0,
  lead_time_days: part.leadTimeDays ?? 0,
  unit_cost: part.unitCost ?? null,
  counted: 1,
})

/** A new part, or the first count of one that the catalogue lists. @throws CodedError ALREADY_EXISTS, BAD_REQUEST */
export async function addPart(needs: Workshop, input: NewPart, actor: Actor): Promise<void> {
  const now = needs.clock.now()
  const { partNo, name, onHand = 0, ...rest } = input
  await needs.database.write(async trx => {
    const known = await trx.selectFrom('part').select('counted').where('part_no', '=', partNo).executeTakeFirst()
    if (known) {
      const counted = await updatePart(trx, partNo, { ...(name && { name }), ...rest, onHand }, 'uncounted')
      if (!counted) throw new CodedError('ALREADY_EXISTS', { partNo })
    } else {
      if (name === undefined)
        throw new CodedError('BAD_REQUEST', { name: 'a part that the catalogue lacks needs a name' })
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('part')
        .values(newRow(input, name))
        .onConflict(c => c.doNothing())
        .executeTakeFirst()
      if (numInsertedOrUpdatedRows !== 1n) throw new CodedError('ALREADY_EXISTS', { partNo })
    }
    await afterCount(trx, partNo, now)
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
