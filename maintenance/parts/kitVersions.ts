import type { Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { Catalogue } from '#domain/catalogue.ts'
import { type Equipment, modelOf } from '#domain/equipment.ts'
import type { Kit } from '#domain/parts.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { findRule } from '../tickets/priority.ts'
import type { PartNeed } from './reservations.ts'

export type Reader = Pick<Trx, 'selectFrom'>

/** Which kit: of a fault of a class, or of one model of it. */
export interface KitOf {
  class: string
  faultCode: string
  model?: string | undefined
}

/** A version as it was said; without parts, a model goes back to the kit of its class. */
export type KitVersion = Omit<Kit, 'parts' | 'models'> & { parts: PartNeed[] | null }

const toVersion = ({ fault_code, model, parts, ...row }: Selectable<Tables['kit']>): KitVersion => ({
  ...row,
  faultCode: fault_code,
  ...(model !== '' && { model }),
  parts: JSON.parse(parts),
})

/** What people made of a kit, the newest first. */
export async function kitVersions(db: Reader, of: KitOf, limit: number): Promise<KitVersion[]> {
  const rows = await db
    .selectFrom('kit')
    .selectAll()
    .where('class', '=', of.class)
    .where('fault_code', '=', of.faultCode)
    .where('model', '=', of.model ?? '')
    .orderBy('version', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toVersion)
}

/** The last version of every kit of a class and of its models that people changed; without a class, of all. */
export async function lastVersions(db: Reader, equipmentClass?: string): Promise<KitVersion[]> {
  const rows = await db
    .selectFrom('kit')
    .selectAll()
    .$if(equipmentClass !== undefined, query => query.where('class', '=', equipmentClass ?? ''))
    .where(eb =>
      eb(
        'version',
        '=',
        eb
          .selectFrom('kit as later')
          .select(e => e.fn.max('later.version').as('last'))
          .whereRef('later.class', '=', 'kit.class')
          .whereRef('later.fault_code', '=', 'kit.fault_code')
          .whereRef('later.model', '=', 'kit.model'),
      ),
    )
    .orderBy('model')
    .execute()
  return rows.map(toVersion)
}

/** What the catalogue lists for the repair of a fault; undefined for a fault that it lacks. */
export const catalogueParts = (catalogue: Catalogue, { class: of, faultCode }: KitOf): PartNeed[] | undefined =>
  findRule(catalogue, of, faultCode)?.rule.parts.map(({ partNo, qty }) => ({ partNo, quantity: qty }))

/**
 * The kit in force for a fault of a piece of equipment: that of its model, otherwise of its class, each as a person last
 * changed it, otherwise the catalogue's; empty for an unknown fault.
 */
export async function kitParts(
  db: Reader,
  catalogue: Catalogue,
  equipment: Pick<Equipment, 'class' | 'params'>,
  faultCode: string,
): Promise<PartNeed[]> {
  const of = { class: equipment.class, faultCode }
  const model = modelOf(equipment.params)
  const [own] = model === undefined ? [] : await kitVersions(db, { ...of, model }, 1)
  if (own?.parts) return own.parts
  const [changed] = await kitVersions(db, of, 1)
  return changed?.parts ?? catalogueParts(catalogue, of) ?? []
}
