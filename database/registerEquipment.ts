import type { Insertable } from 'kysely'
import type { Equipment } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import { RESERVED_EQUIPMENT } from '#domain/topics.ts'
import { logChanges } from './changeLog.ts'
import { needSite, type RegisterNeeds, refuseExisting } from './registerSites.ts'
import type { Tables } from './tables.ts'

export type EquipmentChange = Partial<Pick<Equipment, 'name' | 'params' | 'occupancy' | 'class'>>

const toRow = ({ createdAt, params, ...row }: Equipment): Insertable<Tables['equipment']> => ({
  ...row,
  params: JSON.stringify(params),
  created_at: createdAt,
})

/** @throws CodedError UNKNOWN_SITE, UNKNOWN_GATEWAY, ALREADY_EXISTS, BAD_REQUEST for a name that topics reserve */
export async function addEquipment(
  { database, mirror, now }: RegisterNeeds,
  given: Omit<Equipment, 'createdAt'>,
): Promise<Equipment> {
  const { id, site, gateway } = given
  needSite(mirror, site)
  if (mirror.gateways.get(gateway)?.site !== site) throw new CodedError('UNKNOWN_GATEWAY', { gateway })
  if (RESERVED_EQUIPMENT.includes(id)) throw new CodedError('BAD_REQUEST', { id: `${id} is a reserved name` })
  const made: Equipment = { ...given, createdAt: now() }
  await database.write(async trx => {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('equipment')
      .values(toRow(made))
      .onConflict(c => c.doNothing())
      .executeTakeFirst()
    refuseExisting(numInsertedOrUpdatedRows, id)
    await logChanges(trx, 'equipment', [id], made.createdAt)
  })
  mirror.equipment.set(id, made)
  return made
}

/** @throws CodedError NOT_FOUND */
export async function changeEquipment(
  { database, mirror, now }: RegisterNeeds,
  id: string,
  change: EquipmentChange,
): Promise<Equipment> {
  const known = mirror.equipment.get(id)
  if (!known) throw new CodedError('NOT_FOUND', { id })
  const changed: Equipment = { ...known, ...change }
  await database.write(async trx => {
    const { id: _, ...row } = toRow(changed)
    await trx.updateTable('equipment').set(row).where('id', '=', id).execute()
    await logChanges(trx, 'equipment', [id], now())
  })
  mirror.equipment.set(id, changed)
  return changed
}
