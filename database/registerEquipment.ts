import { isDeepStrictEqual } from 'node:util'
import type { Insertable, Transaction } from 'kysely'
import { type Equipment, modelOf, type ParamsUntil } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import { SYSTEM } from '#domain/people.ts'
import { PLACE_CLASS } from '#domain/placeClass.ts'
import { saidOf } from '#domain/plates.ts'
import type { Millis } from '#domain/time.ts'
import { RESERVED_EQUIPMENT } from '#domain/topics.ts'
import { logChanges } from './changeLog.ts'
import { needSite, type RegisterNeeds, refuseExisting } from './registerSites.ts'
import type { Tables } from './tables.ts'

export type EquipmentChange = Partial<Pick<Equipment, 'name' | 'params' | 'occupancy' | 'class'>> & {
  confirmed?: true
  /** null: fed by nothing that is registered. */
  fedBy?: string | null
}

const without = ({ confirmed: _, fedBy: __, ...change }: EquipmentChange) => change

const toRow = ({
  createdAt,
  params,
  paramsBefore: _,
  differs: __,
  confirmed,
  fedBy,
  gateway,
  ...row
}: Equipment): Insertable<Tables['equipment']> => ({
  ...row,
  gateway: gateway ?? null,
  params: JSON.stringify(params),
  model: modelOf(params) ?? null,
  created_at: createdAt,
  confirmed: confirmed === false ? 0 : 1,
  fed_by: fedBy ?? null,
})

/** What feeds a piece of equipment stands at its site, and does not get its power from it. @throws CodedError BAD_REQUEST */
function refuseSupply({ equipment }: RegisterNeeds['mirror'], { id, site, fedBy }: Equipment): void {
  const refuse = (message: string) => {
    throw new CodedError('BAD_REQUEST', { problems: [{ in: 'body', path: '/fedBy', message }] })
  }
  for (let up = fedBy; up !== undefined; up = equipment.get(up)?.fedBy) {
    if (up === id) refuse('would feed itself')
    if (equipment.get(up)?.site !== site) refuse(`there is no equipment ${up} at this site`)
  }
}

/** Only a place may hang on no gateway; any other hangs on one of its site. */
const hangsWell = ({ gateways }: RegisterNeeds['mirror'], { gateway, site, ...piece }: Omit<Equipment, 'createdAt'>) =>
  gateway === undefined ? piece.class === PLACE_CLASS : gateways.get(gateway)?.site === site

/** @throws CodedError UNKNOWN_SITE, UNKNOWN_GATEWAY, ALREADY_EXISTS, BAD_REQUEST for a name that topics reserve */
export async function addEquipment(
  { database, mirror, now }: RegisterNeeds,
  reload: () => Promise<void>,
  given: Omit<Equipment, 'createdAt'>,
): Promise<Equipment> {
  const { id, site, gateway } = given
  needSite(mirror, site)
  if (!hangsWell(mirror, given)) throw new CodedError('UNKNOWN_GATEWAY', { gateway })
  if (RESERVED_EQUIPMENT.includes(id)) throw new CodedError('BAD_REQUEST', { id: `${id} is a reserved name` })
  const made: Equipment = { ...given, createdAt: now() }
  if (made.fedBy !== undefined) refuseSupply(mirror, made)
  const inserted = await database.write(async trx => {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('equipment')
      .values(toRow(made))
      .onConflict(c => c.doNothing())
      .executeTakeFirst()
    if (numInsertedOrUpdatedRows === 1n) await logChanges(trx, 'equipment', [id], made.createdAt)
    return numInsertedOrUpdatedRows
  })
  if (inserted !== 1n && !mirror.equipment.has(id)) await reload()
  refuseExisting(inserted, id)
  mirror.equipment.set(id, made)
  return made
}

/**
 * Registers equipment that a gateway named in its birth and nobody has registered; what exists stays as it is.
 * @throws CodedError DATABASE_UNAVAILABLE
 */
export async function addUnconfirmed(
  { database, mirror, now }: RegisterNeeds,
  reload: () => Promise<void>,
  given: readonly Omit<Equipment, 'createdAt' | 'confirmed'>[],
): Promise<void> {
  const hanging = given.filter(
    ({ id, site, gateway }) => mirror.gateways.get(gateway ?? '')?.site === site && !RESERVED_EQUIPMENT.includes(id),
  )
  const all = hanging.map((one): Equipment => ({ ...one, createdAt: now(), confirmed: false }))
  const made = await database.write(async trx => {
    const added: Equipment[] = []
    for (const one of all) {
      const row = trx.insertInto('equipment').values(toRow(one))
      const { numInsertedOrUpdatedRows } = await row.onConflict(c => c.doNothing()).executeTakeFirst()
      if (numInsertedOrUpdatedRows === 1n) added.push(one)
    }
    const ids = added.map(({ id }) => id)
    if (ids.length > 0) await logChanges(trx, 'equipment', ids, now())
    return added
  })
  if (made.length < all.length) await reload()
  else for (const one of made) mirror.equipment.set(one.id, one)
}

/** The parameters' history with what holds until now; the same when nothing changes. */
function historyWith(
  known: Equipment,
  { params }: EquipmentChange,
  endedAt: Millis,
  by: string,
): readonly ParamsUntil[] {
  const before = known.paramsBefore ?? []
  if (params === undefined || isDeepStrictEqual({ ...params }, { ...known.params })) return before
  return [...before, { endedAt, params: known.params, by }]
}

/** Reports compare models by what a piece of equipment is, not by what was known of it when its tickets were changed last. */
async function countAs(trx: Transaction<Tables>, id: string, model: string | undefined): Promise<void> {
  await trx
    .updateTable('ticket_figure')
    .set({ model: model ?? null })
    .where('ticket', 'in', eb => eb.selectFrom('ticket').select('ticket.id').where('ticket.equipment', '=', id))
    .execute()
}

/** What the parameters were until now goes into their history. */
async function endParams(trx: Transaction<Tables>, known: Equipment, { at, by }: { at: Millis; by: string }) {
  const number = (known.paramsBefore?.length ?? 0) + 1
  const line = { equipment: known.id, number, until_at: at, params: JSON.stringify(known.params), by }
  await trx.insertInto('equipment_param_history').values(line).execute()
}

/** Writes other parameters of a piece of equipment as it stands in the database, with their history. */
export async function writeParams(
  trx: Transaction<Tables>,
  known: Equipment,
  params: Equipment['params'],
  made: { at: Millis; by: string },
): Promise<void> {
  const [before, model] = [modelOf(known.params), modelOf(params)]
  const row = { params: JSON.stringify(params), model: model ?? null }
  await trx.updateTable('equipment').set(row).where('id', '=', known.id).execute()
  await endParams(trx, known, made)
  if (model !== before) await countAs(trx, known.id, model)
}

/** @throws CodedError NOT_FOUND */
export async function changeEquipment(
  { database, mirror, now }: RegisterNeeds,
  id: string,
  change: EquipmentChange,
  by: string = SYSTEM.username,
): Promise<Equipment> {
  const known = mirror.equipment.get(id)
  if (!known) throw new CodedError('NOT_FOUND', { id })
  const { confirmed, fedBy: before, differs, ...rest } = known
  const fedBy = change.fedBy === undefined ? before : (change.fedBy ?? undefined)
  if (fedBy !== undefined) refuseSupply(mirror, { ...known, fedBy })
  const history = historyWith(known, change, now(), by)
  const changed: Equipment = {
    ...rest,
    ...(confirmed === false && !change.confirmed && { confirmed }),
    ...without(change),
    ...(fedBy !== undefined && { fedBy }),
    ...(history.length > 0 && { paramsBefore: history }),
  }
  const open = differs?.filter(({ field, said }) => saidOf(changed, field) !== said) ?? []
  if (open.length > 0) changed.differs = open
  await database.write(async trx => {
    const { id: _, ...row } = toRow(changed)
    await trx.updateTable('equipment').set(row).where('id', '=', id).execute()
    if (history.length > (known.paramsBefore?.length ?? 0)) await endParams(trx, known, { at: now(), by })
    if (modelOf(changed.params) !== modelOf(known.params)) await countAs(trx, id, modelOf(changed.params))
    for (const { field } of differs?.filter(one => !open.includes(one)) ?? [])
      await trx.deleteFrom('plate_difference').where('equipment', '=', id).where('field', '=', field).execute()
    await logChanges(trx, 'equipment', [id], now())
  })
  mirror.equipment.set(id, changed)
  return changed
}
