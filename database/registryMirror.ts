import type { Kysely, Selectable } from 'kysely'
import type { Equipment, Gateway, ParamsUntil, Site } from '#domain/equipment.ts'
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
  paramsBefore: readonly ParamsUntil[] | undefined,
): Equipment => ({
  ...row,
  ...(gateway !== null && { gateway }),
  ...(confirmed === 0 && { confirmed: false }),
  ...(fed_by !== null && { fedBy: fed_by }),
  params: JSON.parse(params),
  ...(paramsBefore && { paramsBefore }),
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

/** Reads everything again. */
export async function fillMirror(mirror: RegistryMirror, db: Kysely<Tables>): Promise<void> {
  const [sites, gateways, equipment, history] = await Promise.all([
    db.selectFrom('site').selectAll().orderBy('id').execute(),
    db.selectFrom('gateway').selectAll().orderBy('id').execute(),
    db.selectFrom('equipment').selectAll().orderBy('id').execute(),
    db.selectFrom('equipment_param_history').selectAll().orderBy('number').execute(),
  ])
  for (const map of Object.values(mirror)) map.clear()
  for (const row of sites) mirror.sites.set(row.id, row)
  for (const row of gateways) {
    mirror.gateways.set(row.id, toGateway(row))
    mirror.hashes.set(row.id, row.password_hash)
  }
  const before = byEquipment(history)
  for (const row of equipment) mirror.equipment.set(row.id, toEquipment(row, before.get(row.id)))
}
