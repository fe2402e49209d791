import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '#database/database.ts'
import { openRegistry, type Registry } from '#database/registry.ts'
import type { SenderPlan } from './load.ts'

/** A registered estate: its operations database can be copied, which is faster than registering it each time. */
export interface Estate extends Omit<SenderPlan, 'port'> {
  /** A new data folder with this estate in it. */
  copy(): Promise<string>
  remove(): Promise<void>
}

const SITE = 'bench'
const CLASS = 'feeder-circuit'
const AT_ONCE = 5_000

/** @returns the gateways with their passwords */
async function register(
  registry: Registry,
  named: readonly Omit<Estate['gateways'][number], 'password'>[],
): Promise<Estate['gateways']> {
  await registry.addSite({ id: SITE, name: 'Bench', timezone: 'Asia/Shanghai' })
  const gateways = await Promise.all(
    named.map(async one => ({ ...one, password: (await registry.addGateway({ id: one.id, site: SITE })).password })),
  )
  const all = gateways.flatMap(({ id: gateway, equipment }) =>
    equipment.map(id => ({
      ...{ id, site: SITE, gateway, class: CLASS, name: id },
      ...{ params: {}, occupancy: 'normal' as const },
    })),
  )
  for (let from = 0; from < all.length; from += AT_ONCE) await registry.addUnconfirmed(all.slice(from, from + AT_ONCE))
  return gateways
}

/** Registers gateways, and equipment that is spread over them. */
export async function makeEstate(connections: number, equipment: number): Promise<Estate> {
  const dir = await mkdtemp(join(tmpdir(), 'caretaker-estate-'))
  const ids = Array.from({ length: equipment }, (_, i) => `feeder-${i}`)
  const named = Array.from({ length: connections }, (_, i) => ({
    id: `gw-${i}`,
    equipment: ids.filter((_, of) => of % connections === i),
  }))
  const database = await openDatabase({ dataDir: dir })
  const gateways = await register(await openRegistry(database, Date.now), named)
  await database.db.updateTable('equipment').set({ confirmed: 1 }).execute()
  await database.close()
  return {
    site: SITE,
    gateways,
    copy: async () => {
      const copy = await mkdtemp(join(tmpdir(), 'caretaker-bench-'))
      await cp(dir, copy, { recursive: true })
      return copy
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  }
}
