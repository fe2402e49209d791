import type { Transaction } from 'kysely'
import type { Equipment } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import { type Plate, type PlateDecision, type PlateNews, plateNews } from '#domain/plates.ts'
import type { Millis } from '#domain/time.ts'
import { logChanges } from './changeLog.ts'
import { changeEquipment, writeParams } from './registerEquipment.ts'
import type { RegisterNeeds } from './registerSites.ts'
import { readEquipment } from './registryMirror.ts'
import type { Tables } from './tables.ts'

type Trx = Transaction<Tables>

async function writeNews(
  trx: Trx,
  known: Equipment,
  { missing, differs, agrees }: PlateNews,
  { at, by }: { at: Millis; by: string },
): Promise<void> {
  if (Object.keys(missing).length > 0) await writeParams(trx, known, { ...known.params, ...missing }, { at, by })
  for (const { field, said } of differs)
    await trx
      .insertInto('plate_difference')
      .values({ equipment: known.id, field, said, seen_at: at, kept_at: null, kept_by: null })
      .onConflict(c =>
        c.columns(['equipment', 'field']).doUpdateSet({ said, seen_at: at, kept_at: null, kept_by: null }),
      )
      .execute()
  if (agrees.length > 0)
    await trx.deleteFrom('plate_difference').where('equipment', '=', known.id).where('field', 'in', agrees).execute()
  await logChanges(trx, 'equipment', [known.id], at)
}

/** Several processes hear the same birth: what stands in the database counts, not what memory shows of it. */
async function notePlate(trx: Trx, plate: Plate, gateway: string, at: Millis): Promise<Equipment | undefined> {
  await trx
    .updateTable('equipment')
    .set(eb => ({ name: eb.ref('name') }))
    .where('id', '=', plate.id)
    .execute()
  const known = await readEquipment(trx, plate.id)
  const news = known?.gateway === gateway ? plateNews(known, plate) : undefined
  if (!known || !news) return known
  await writeNews(trx, known, news, { at, by: gateway })
  return await readEquipment(trx, plate.id)
}

/**
 * Enters what plates say, as a gateway named it of its own equipment, where nobody has entered it; what is there stays, and
 * what the plate says otherwise is noted until somebody decides.
 * @throws CodedError DATABASE_UNAVAILABLE
 */
export async function notePlates({ database, mirror, now }: RegisterNeeds, plates: readonly Plate[]): Promise<void> {
  for (const plate of plates) {
    const { id, gateway } = plate
    if (gateway === undefined || mirror.equipment.get(id)?.gateway !== gateway) continue
    const fresh = await database.write(trx => notePlate(trx, plate, gateway, now()))
    if (fresh) mirror.equipment.set(id, fresh)
  }
}

/** @throws CodedError NOT_FOUND, STALE_VERSION with the differences that there are */
export async function decidePlate(
  needs: RegisterNeeds,
  id: string,
  { decision, field, said }: PlateDecision,
  by: string,
): Promise<Equipment> {
  const { database, mirror, now } = needs
  const known = mirror.equipment.get(id)
  if (!known) throw new CodedError('NOT_FOUND', { id })
  const stale = () => new CodedError('STALE_VERSION', { differs: mirror.equipment.get(id)?.differs ?? [] })
  if (!known.differs?.some(one => one.field === field && one.said === said)) throw stale()
  if (decision === 'accept') return await changeEquipment(needs, id, { params: { ...known.params, [field]: said } }, by)
  const kept = await database.write(async trx => {
    const { numUpdatedRows } = await trx
      .updateTable('plate_difference')
      .set({ kept_at: now(), kept_by: by })
      .where('equipment', '=', id)
      .where('field', '=', field)
      .where('said', '=', said)
      .where('kept_at', 'is', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) throw stale()
    await logChanges(trx, 'equipment', [id], now())
    return await readEquipment(trx, id)
  })
  mirror.equipment.set(id, kept ?? known)
  return kept ?? known
}
