import type { Catalogue } from '#domain/catalogue.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { findRule } from '../tickets/priority.ts'
import { checkQuantity, lockPart } from './ledger.ts'
import { mergeNeeds, type PartNeed } from './reservations.ts'

/** The parts that the repair of one fault of one class takes; version 0 is the catalogue's. */
export interface Kit {
  class: string
  faultCode: string
  version: number
  parts: PartNeed[]
  at?: Millis
  by?: string
}

export interface Kits {
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

async function versions(db: Reader, equipmentClass: string, faultCode: string, limit: number): Promise<Kit[]> {
  const rows = await db
    .selectFrom('kit')
    .selectAll()
    .where('class', '=', equipmentClass)
    .where('fault_code', '=', faultCode)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ fault_code, parts, ...row }) => ({ ...row, faultCode: fault_code, parts: JSON.parse(parts) }))
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
