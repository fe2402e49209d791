import type { Selectable } from 'kysely'
import type { Equipment, Gateway, Site } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import { RESERVED_EQUIPMENT, RESERVED_GATEWAYS } from '#domain/topics.ts'
import { logChanges } from './changeLog.ts'
import type { Database } from './database.ts'
import { hashPassword, makeSecret, verifyPassword } from './secrets.ts'
import type { Tables } from './tables.ts'

/** Sites, gateways and equipment: kept in the database, read from memory, because ingest asks for every message. */
export interface Registry {
  sites(): readonly Site[]
  site(id: string): Site | undefined
  gateways(): readonly Gateway[]
  gateway(id: string): Gateway | undefined
  equipment(id: string): Equipment | undefined
  listEquipment(): Iterable<Equipment>
  addSite(site: Site): Promise<Site>
  /** @returns the gateway's password, which is not kept and cannot be shown again */
  addGateway(gateway: { id: string; site: string; password?: string }): Promise<{ gateway: Gateway; password: string }>
  addEquipment(equipment: Omit<Equipment, 'createdAt'>): Promise<Equipment>
  changeEquipment(
    id: string,
    change: Partial<Pick<Equipment, 'name' | 'params' | 'occupancy' | 'class'>>,
  ): Promise<Equipment>
  /** The site of the gateway, when the password is its own. */
  authenticate(gateway: string, password: string): Promise<{ site: string } | undefined>
  noteGateway(id: string, seen: { online: boolean; session: string; at: number }): Promise<void>
  /** Reads everything again, after another process wrote. */
  reload(): Promise<void>
}

type Row = Selectable<Tables['equipment']>
const toEquipment = ({ created_at, params, ...row }: Row): Equipment => ({
  ...row,
  params: JSON.parse(params),
  createdAt: created_at,
})

const toGateway = (row: Selectable<Tables['gateway']>): Gateway => ({
  id: row.id,
  site: row.site,
  ...(row.online !== null && { online: row.online === 1 }),
  ...(row.last_seen !== null && { lastSeen: row.last_seen }),
})

/** Opens the registry. `now` dates what it writes. */
export async function openRegistry(database: Database, now: () => number): Promise<Registry> {
  const sites = new Map<string, Site>()
  const gateways = new Map<string, Gateway>()
  const hashes = new Map<string, string>()
  const equipment = new Map<string, Equipment>()

  const reload = async () => {
    const [siteRows, gatewayRows, equipmentRows] = await Promise.all([
      database.db.selectFrom('site').selectAll().orderBy('id').execute(),
      database.db.selectFrom('gateway').selectAll().orderBy('id').execute(),
      database.db.selectFrom('equipment').selectAll().orderBy('id').execute(),
    ])
    for (const map of [sites, gateways, hashes, equipment]) map.clear()
    for (const row of siteRows) sites.set(row.id, row)
    for (const row of gatewayRows) {
      gateways.set(row.id, toGateway(row))
      hashes.set(row.id, row.password_hash)
    }
    for (const row of equipmentRows) equipment.set(row.id, toEquipment(row))
  }
  await reload()

  const refuse = (exists: boolean, what: string) => {
    if (exists) throw new CodedError('ALREADY_EXISTS', { id: what })
  }
  const needSite = (site: string) => {
    if (!sites.has(site)) throw new CodedError('UNKNOWN_SITE', { site })
  }

  return {
    sites: () => [...sites.values()],
    site: id => sites.get(id),
    gateways: () => [...gateways.values()],
    gateway: id => gateways.get(id),
    equipment: id => equipment.get(id),
    listEquipment: () => equipment.values(),
    reload,

    addSite: async site => {
      refuse(sites.has(site.id), site.id)
      await database.write(async trx => {
        await trx.insertInto('site').values(site).execute()
        await logChanges(trx, 'system', [`site:${site.id}`], now())
      })
      sites.set(site.id, site)
      return site
    },

    addGateway: async ({ id, site, password = makeSecret() }) => {
      needSite(site)
      refuse(gateways.has(id), id)
      if (RESERVED_GATEWAYS.includes(id)) throw new CodedError('BAD_REQUEST', { id: `${id} is a reserved name` })
      const password_hash = await hashPassword(password)
      const row = { id, site, password_hash, online: null, session: null, last_seen: null }
      await database.write(async trx => {
        await trx.insertInto('gateway').values(row).execute()
        await logChanges(trx, 'system', [`gateway:${id}`], now())
      })
      gateways.set(id, toGateway(row))
      hashes.set(id, password_hash)
      return { gateway: toGateway(row), password }
    },

    addEquipment: async given => {
      needSite(given.site)
      if (gateways.get(given.gateway)?.site !== given.site)
        throw new CodedError('UNKNOWN_GATEWAY', { gateway: given.gateway })
      refuse(equipment.has(given.id), given.id)
      if (RESERVED_EQUIPMENT.includes(given.id))
        throw new CodedError('BAD_REQUEST', { id: `${given.id} is a reserved name` })
      const made: Equipment = { ...given, createdAt: now() }
      const { createdAt, params, ...row } = made
      await database.write(async trx => {
        await trx
          .insertInto('equipment')
          .values({ ...row, params: JSON.stringify(params), created_at: createdAt })
          .execute()
        await logChanges(trx, 'equipment', [made.id], createdAt)
      })
      equipment.set(made.id, made)
      return made
    },

    changeEquipment: async (id, change) => {
      const known = equipment.get(id)
      if (!known) throw new CodedError('NOT_FOUND', { id })
      const changed: Equipment = { ...known, ...change }
      const { createdAt: _, params, ...row } = changed
      await database.write(async trx => {
        await trx
          .updateTable('equipment')
          .set({ ...row, params: JSON.stringify(params) })
          .where('id', '=', id)
          .execute()
        await logChanges(trx, 'equipment', [id], now())
      })
      equipment.set(id, changed)
      return changed
    },

    authenticate: async (id, password) => {
      const gateway = gateways.get(id)
      const hash = hashes.get(id)
      if (!gateway || !hash || !(await verifyPassword(password, hash))) return undefined
      return { site: gateway.site }
    },

    noteGateway: async (id, { online, session, at }) => {
      const known = gateways.get(id)
      if (!known) return
      await database.write(async trx => {
        const set = { online: online ? 1 : 0, session, last_seen: at }
        await trx.updateTable('gateway').set(set).where('id', '=', id).execute()
        if (known.online !== online) await logChanges(trx, 'system', [`gateway:${id}`], at)
      })
      gateways.set(id, { ...known, online, lastSeen: at })
    },
  }
}
