import type { Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { Catalogue } from '#domain/catalogue.ts'
import { CodedError } from '#domain/errors.ts'
import type { Kit } from '#domain/parts.ts'
import type { Actor } from '#domain/people.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { findRule } from '../tickets/priority.ts'
import { checkQuantity, lockPart } from './ledger.ts'
import { mergeNeeds, type PartNeed } from './reservations.ts'

export interface Kits {
  /** The kit in force of every fault of a class, by code; empty for a class that the catalogue lacks. */
  list(equipmentClass: string): Promise<Kit[]>
  /** @throws CodedError NOT_FOUND for a fault that the catalogue lacks */
  get(equipmentClass: string, faultCode: string): Promise<Kit>
  /** The versions that people made, newest first. */
  history(equipmentClass: string, faultCode: string): Promise<Kit[]>
  /** @throws CodedError NOT_FOUND, UNKNOWN_PART, BAD_QUANTITY, STALE_VERSION */
  change(
    kit: { class: string; faultCode: string; parts: readonly PartNeed[]; version: number },
    actor: Actor,
  ): Promise<Kit>
}

type Reader = Pick<Trx, 'selectFrom'>

type KitRow = Selectable<Tables['kit']>
const toKit = ({ fault_code, parts, ...row }: KitRow): Kit => ({
  ...row,
  faultCode: fault_code,
  parts: JSON.parse(parts),
})

async function versions(db: Reader, equipmentClass: string, faultCode: string, limit: number): Promise<Kit[]> {
  const rows = await db
    .selectFrom('kit')
    .selectAll()
    .where('class', '=', equipmentClass)
    .where('fault_code', '=', faultCode)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toKit)
}

const catalogueParts = (catalogue: Catalogue, equipmentClass: string, faultCode: string): PartNeed[] | undefined =>
  findRule(catalogue, equipmentClass, faultCode)?.rule.parts.map(({ partNo, qty }) => ({ partNo, quantity: qty }))

/** The kit in force: as a person last changed it, otherwise the catalogue's; empty for an unknown fault. */
export async function kitParts(
  db: Reader,
  catalogue: Catalogue,
  equipmentClass: string,
  faultCode: string,
): Promise<PartNeed[]> {
  const [changed] = await versions(db, equipmentClass, faultCode, 1)
  return changed?.parts ?? catalogueParts(catalogue, equipmentClass, faultCode) ?? []
}

/** The last version that people made of each kit of a class. */
async function changedKits(db: Reader, equipmentClass: string): Promise<Map<string, Kit>> {
  const rows = await db
    .selectFrom('kit')
    .selectAll()
    .where('class', '=', equipmentClass)
    .where(eb =>
      eb(
        'version',
        '=',
        eb
          .selectFrom('kit as later')
          .select(e => e.fn.max('later.version').as('last'))
          .whereRef('later.class', '=', 'kit.class')
          .whereRef('later.fault_code', '=', 'kit.fault_code'),
      ),
    )
    .execute()
  return new Map(rows.map(row => [row.fault_code, toKit(row)]))
}

const HISTORY = 100

export function createKits({ database, catalogue, clock, log }: Workshop): Kits {
  const listed = (equipmentClass: string, faultCode: string): PartNeed[] => {
    const parts = catalogueParts(catalogue, equipmentClass, faultCode)
    if (!parts) throw new CodedError('NOT_FOUND', { class: equipmentClass, faultCode })
    return parts
  }
  const current = async (db: Reader, equipmentClass: string, faultCode: string): Promise<Kit> => {
    const parts = listed(equipmentClass, faultCode)
    const [changed] = await versions(db, equipmentClass, faultCode, 1)
    return changed ?? { class: equipmentClass, faultCode, version: 0, parts }
  }
  return {
    list: async equipmentClass => {
      const changed = await changedKits(database.db, equipmentClass)
      const codes = [...(catalogue.classes.get(equipmentClass)?.fault.keys() ?? [])].sort()
      return codes.map(
        faultCode =>
          changed.get(faultCode) ?? {
            class: equipmentClass,
            faultCode,
            version: 0,
            parts: listed(equipmentClass, faultCode),
          },
      )
    },
    get: (equipmentClass, faultCode) => current(database.db, equipmentClass, faultCode),
    history: (equipmentClass, faultCode) => versions(database.db, equipmentClass, faultCode, HISTORY),
    change: async ({ version, parts, ...about }, { username: by }) => {
      const kit = { ...about, version: version + 1, parts: mergeNeeds(parts), at: clock.now(), by }
      await database.write(async trx => {
        const before = await current(trx, about.class, about.faultCode)
        for (const { partNo, quantity } of kit.parts) checkQuantity(await lockPart(trx, partNo), quantity)
        const { faultCode: fault_code, ...row } = kit
        const { numInsertedOrUpdatedRows } = await trx
          .insertInto('kit')
          .values({ ...row, fault_code, parts: JSON.stringify(kit.parts) })
          .onConflict(c => c.doNothing())
          .executeTakeFirst()
        if (before.version !== version || numInsertedOrUpdatedRows !== 1n) throw new CodedError('STALE_VERSION', before)
      })
      log.info({ by, kit }, 'kit changed')
      return kit
    },
  }
}
