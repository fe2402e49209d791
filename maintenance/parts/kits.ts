import { CodedError } from '#domain/errors.ts'
import type { Kit } from '#domain/parts.ts'
import type { Actor } from '#domain/people.ts'
import type { Workshop } from '../needs.ts'
import { kitsTaking, listedParts, listKits, toKit } from './kitList.ts'
import { type KitOf, kitVersions, type Reader } from './kitVersions.ts'
import { checkQuantity, lockPart } from './ledger.ts'
import { mergeNeeds, type PartNeed } from './reservations.ts'

/** `parts` null: the model goes back to the kit of its class. */
type KitInput = KitOf & { parts: readonly PartNeed[] | null; version: number }

export interface Kits {
  /** The kit in force of every fault of a class, or of one of its models, by code; empty for a class that the catalogue lacks. */
  list(equipmentClass: string, model?: string): Promise<Kit[]>
  /** The kits in force that a part is in: of classes, and of models that have their own. */
  taking(partNo: string): Promise<Kit[]>
  /** @throws CodedError NOT_FOUND for a fault that the catalogue lacks */
  get(of: KitOf): Promise<Kit>
  /** The versions that people made, newest first. */
  history(of: KitOf): Promise<Kit[]>
  /** @throws CodedError NOT_FOUND, UNKNOWN_PART, BAD_QUANTITY, STALE_VERSION, BAD_REQUEST when a class is to go back to itself */
  change(kit: KitInput, actor: Actor): Promise<Kit>
}

const HISTORY = 100

export function createKits({ database, catalogue, clock, log }: Workshop): Kits {
  const ofClass = async (db: Reader, { class: name, faultCode }: KitOf): Promise<Kit> => {
    const about = { class: name, faultCode }
    const parts = listedParts(catalogue, about)
    const [changed] = await kitVersions(db, about, 1)
    return changed ? toKit(changed, parts) : { ...about, version: 0, parts }
  }
  const current = async (db: Reader, of: KitOf): Promise<Kit> => {
    const shared = await ofClass(db, of)
    if (of.model === undefined) return shared
    const [own] = await kitVersions(db, of, 1)
    const none = { class: of.class, faultCode: of.faultCode, model: of.model, version: 0, parts: null }
    return toKit(own ?? none, shared.parts)
  }

  const change = async ({ version, parts, ...of }: KitInput, by: string): Promise<Kit> => {
    if (parts === null && of.model === undefined) throw new CodedError('BAD_REQUEST', { parts: 'a class has its own' })
    const said = parts && mergeNeeds(parts)
    const row = { class: of.class, fault_code: of.faultCode, model: of.model ?? '', version: version + 1 }
    return await database.write(async trx => {
      const before = await current(trx, of)
      for (const { partNo, quantity } of said ?? []) checkQuantity(await lockPart(trx, partNo), quantity)
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('kit')
        .values({ ...row, parts: JSON.stringify(said), at: clock.now(), by })
        .onConflict(c => c.doNothing())
        .executeTakeFirst()
      if (before.version !== version || numInsertedOrUpdatedRows !== 1n) throw new CodedError('STALE_VERSION', before)
      return await current(trx, of)
    })
  }

  return {
    list: (equipmentClass, model) => listKits(database.db, catalogue, equipmentClass, model),
    taking: partNo => kitsTaking(database.db, catalogue, partNo),
    get: of => current(database.db, of),
    history: async of => (await kitVersions(database.db, of, HISTORY)).map(one => toKit(one, [])),
    change: async (input, { username: by }) => {
      const kit = await change(input, by)
      log.info({ by, kit }, 'kit changed')
      return kit
    },
  }
}
