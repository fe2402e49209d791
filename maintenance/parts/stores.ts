import type { Selectable } from 'kysely'
import { logChanges } from '#database/changeLog.ts'
import type { Tables } from '#database/tables.ts'
import { CodedError } from '#domain/errors.ts'
import { MAIN_STORE, type Store, type StoreKind } from '#domain/parts.ts'
import type { Actor } from '#domain/people.ts'
import type { NewStore, StoreChange } from '#domain/stockForms.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { withoutNulls } from '../withoutNulls.ts'

export interface Stores {
  /** By kind, then id. */
  list(): Promise<Store[]>
  /** @throws CodedError ALREADY_EXISTS, BAD_REQUEST, UNKNOWN_SITE, UNKNOWN_TECHNICIAN */
  add(input: NewStore, actor: Actor): Promise<Store>
  /** A store that still holds something, or to which something is on its way, cannot be closed. @throws CodedError UNKNOWN_STORE, BAD_REQUEST, STALE_VERSION, STORE_NOT_EMPTY */
  change(id: string, change: StoreChange, actor: Actor): Promise<Store>
}

export type StoreRow = Selectable<Tables['store']>

const toStore = ({ id, name, name_zh, kind, site, technician, ...row }: StoreRow): Store => ({
  id,
  name,
  nameZh: name_zh,
  kind,
  travelDays: row.travel_days,
  active: row.active === 1,
  version: row.version,
  ...withoutNulls({ site, technician }),
})

/** Holds a store until the transaction ends, so that nobody closes it meanwhile. @throws CodedError UNKNOWN_STORE */
async function holdStore(trx: Trx, id: string): Promise<StoreRow> {
  const row = await trx
    .updateTable('store')
    .set(eb => ({ version: eb.ref('version') }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw new CodedError('UNKNOWN_STORE', { store: id })
  return row
}

/** Holds an open store. @throws CodedError UNKNOWN_STORE when it is not there or closed */
export async function needStore(trx: Trx, id: string): Promise<StoreRow> {
  const row = await holdStore(trx, id)
  if (row.active !== 1) throw new CodedError('UNKNOWN_STORE', { store: id })
  return row
}

interface StorePlace {
  kind: StoreKind
  site?: string | undefined
  technician?: string | undefined
}

async function refusePlace(trx: Trx, { kind, site, technician }: StorePlace): Promise<void> {
  if ((kind === 'site') !== (site !== undefined)) throw new CodedError('BAD_REQUEST', { site: 'a site store has one' })
  if ((kind === 'van') !== (technician !== undefined))
    throw new CodedError('BAD_REQUEST', { technician: 'a van has one' })
  if (site !== undefined && !(await trx.selectFrom('site').select('id').where('id', '=', site).executeTakeFirst()))
    throw new CodedError('UNKNOWN_SITE', { site })
  if (technician === undefined) return
  const person = await trx.selectFrom('technician').select('id').where('id', '=', technician).executeTakeFirst()
  if (!person) throw new CodedError('UNKNOWN_TECHNICIAN', { technician })
}

async function refuseFull(trx: Trx, store: string): Promise<void> {
  if (store === MAIN_STORE) throw new CodedError('BAD_REQUEST', { active: 'the main store is always open' })
  const held = await trx
    .selectFrom('stock')
    .select(['part_no as partNo', 'on_hand as onHand', 'reserved', 'in_transit as inTransit'])
    .where('store', '=', store)
    .where(eb => eb.or([eb('on_hand', '>', 0), eb('in_transit', '>', 0)]))
    .execute()
  if (held.length > 0) throw new CodedError('STORE_NOT_EMPTY', { store, held })
}

async function changeStore(trx: Trx, id: string, { version, ...change }: StoreChange, at: Millis): Promise<Store> {
  const row = await holdStore(trx, id)
  if (version !== undefined && version !== row.version) throw new CodedError('STALE_VERSION', toStore(row))
  const { name = row.name, nameZh: name_zh = row.name_zh, active = row.active === 1 } = change
  const place = {
    site: change.site ?? row.site ?? undefined,
    technician: change.technician ?? row.technician ?? undefined,
  }
  await refusePlace(trx, { kind: row.kind, ...place })
  if (!active) await refuseFull(trx, id)
  const { travelDays: travel_days = row.travel_days } = change
  const said = { ...place, name, name_zh, travel_days, active: active ? 1 : 0, version: row.version + 1 }
  const changed = await trx.updateTable('store').set(said).where('id', '=', id).returningAll().executeTakeFirstOrThrow()
  const held = await trx.selectFrom('stock').select('part_no').where('store', '=', id).execute()
  await logChanges(
    trx,
    'parts',
    held.map(({ part_no }) => part_no),
    at,
  )
  return toStore(changed)
}

export function createStores({ database, clock, log }: Workshop): Stores {
  return {
    list: async () =>
      (await database.db.selectFrom('store').selectAll().orderBy('kind').orderBy('id').execute()).map(toStore),
    add: async (input, { username: by }) => {
      const { id, name, nameZh = name, kind, site = null, technician = null } = input
      const { travelDays: travel_days = kind === 'main' ? 0 : 1 } = input
      const row = { id, name, name_zh: nameZh, kind, site, technician, travel_days, active: 1, version: 0 }
      await database.write(async trx => {
        await refusePlace(trx, input)
        const { numInsertedOrUpdatedRows } = await trx
          .insertInto('store')
          .values(row)
          .onConflict(c => c.doNothing())
          .executeTakeFirst()
        if (numInsertedOrUpdatedRows !== 1n) throw new CodedError('ALREADY_EXISTS', { id })
      })
      log.info({ by, store: row }, 'store added')
      return toStore(row)
    },
    change: async (id, change, { username: by }) => {
      const store = await database.write(trx => changeStore(trx, id, change, clock.now()))
      log.info({ by, store }, 'store changed')
      return store
    },
  }
}
