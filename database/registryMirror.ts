import type { Kysely, Selectable } from 'kysely'
import type { Equipment, Gateway, ParamsUntil, PlateDifference, Site } from '#domain/equipment.ts'
import type { Tables } from './tables.ts'

/** The registry in memory, as it stands in the database; `hashes` are the gateways' passwords. */
export interface RegistryMirror {
  sites: Map<string, Site>
  gateways: Map<string, Gateway>
  hashes: Map<string, string>
  equipment: Map<string, Equipment>
}

export const emptyMirror = (): RegistryMirror => ({
  sites: new Map(),
  gateways: new Map(),
  hashes: new Map(),
  equipment: new Map(),
})

const toEquipment = (
  { created_at, params, model: _, confirmed, fed_by, gateway, ...row }: Selectable<Tables['equipment']>,
  { paramsBefore, differs }: { paramsBefore: readonly ParamsUntil[] | undefined; differs: readonly PlateDifference[] },
): Equipment => ({
  ...row,
  ...(gateway !== null && { gateway }),
  ...(confirmed === 0 && { confirmed: false }),
  ...(fed_by !== null && { fedBy: fed_by }),
  params: JSON.parse(params),
  ...(paramsBefore && { paramsBefore }),
  ...(differs.length > 0 && { differs }),
  createdAt: created_at,
})

function byEquipment(lines: readonly Selectable<Tables['equipment_param_history']>[]): Map<string, ParamsUntil[]> {
  const found = new Map<string, ParamsUntil[]>()
  for (const { equipment, until_at: endedAt, params, by } of lines) {
    const line = { endedAt, params: JSON.parse(params), by }
    const known = found.get(equipment)
    if (known) known.push(line)
    else found.set(equipment, [line])
  }
  return found
}

export const toGateway = (row: Selectable<Tables['gateway']>): Gateway => ({
  id: row.id,
  site: row.site,
  ...(row.online !== null && { online: row.online === 1 }),
  ...(row.last_seen !== null && { lastSeen: row.last_seen }),
})

const toDifference = (row: Selectable<Tables['plate_difference']>): PlateDifference => ({
  ...{ field: row.field, said: row.said, seenAt: row.seen_at },
  ...(row.kept_at !== null && row.kept_by !== null && { keptAt: row.kept_at, keptBy: row.kept_by }),
})

/** A piece of equipment as it stands in the database. */
export async function readEquipment(db: Kysely<Tables>, id: string): Promise<Equipment | undefined> {
  const row = await db.selectFrom('equipment').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return undefined
  const history = db.selectFrom('equipment_param_history').selectAll().where('equipment', '=', id).orderBy('number')
  const differences = db.selectFrom('plate_difference').selectAll().where('equipment', '=', id).orderBy('field')
  const paramsBefore = byEquipment(await history.execute()).get(id)
  return toEquipment(row, { paramsBefore, differs: (await differences.execute()).map(toDifference) })
}

/** Reads everything again. */
export async function fillMirror(mirror: RegistryMirror, db: Kysely<Tables>): Promise<void> {
  const [sites, gateways, equipment, history, differences] = await Promise.all([
    db.selectFrom('site').selectAll().orderBy('id').execute(),
    db.selectFrom('gateway').selectAll().orderBy('id').execute(),
    db.selectFrom('equipment').selectAll().orderBy('id').execute(),
    db.selectFrom('equipment_param_history').selectAll().orderBy('number').execute(),
    db.selectFrom('plate_difference').selectAll().orderBy('field').execute(),
  ])
  for (const map of Object.values(mirror)) map.clear()
  for (const row of sites) mirror.sites.set(row.id, row)
  for (const row of gateways) {
    mirror.gateways.set(row.id, toGateway(row))
    mirror.hashes.set(row.id, row.password_hash)
  }
  const before = byEquipment(history)
  const differ = Map.groupBy(differences, row => row.equipment)
  for (const row of equipment) {
    const differs = differ.get(row.id)?.map(toDifference) ?? []
    mirror.equipment.set(row.id, toEquipment(row, { paramsBefore: before.get(row.id), differs }))
  }
}
