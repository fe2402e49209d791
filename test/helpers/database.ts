import { onTestFinished } from 'vitest'
import { type Database, openDatabase } from '#database/database.ts'
import { openRegistry, type Registry } from '#database/registry.ts'
import type { ParamValue } from '#domain/equipment.ts'
import { tempDir } from './tempDir.ts'

/** An operations database that goes away when the test ends: SQLite in an empty folder, or PostgreSQL at `url`. */
export async function testDatabase(url?: string, dataDir?: string): Promise<Database> {
  const database = await openDatabase({ dataDir: dataDir ?? (await tempDir()), url })
  onTestFinished(() => database.close())
  return database
}

/** A registry with site `s1`, gateway `gw1` and the equipment given as id → class. */
export async function testRegistry(
  database: Database,
  equipment: Record<string, string>,
  params: Record<string, ParamValue> = {},
): Promise<Registry> {
  const registry = await openRegistry(database, () => 1000)
  if (registry.site('s1')) return registry
  await registry.addSite({ id: 's1', name: 'Site one', timezone: 'Asia/Shanghai' })
  await registry.addGateway({ id: 'gw1', site: 's1' })
  for (const [id, kind] of Object.entries(equipment)) {
    const place = { site: 's1', gateway: 'gw1', occupancy: 'unknown' as const }
    await registry.addEquipment({ ...place, id, class: kind, name: id, params })
  }
  return registry
}
