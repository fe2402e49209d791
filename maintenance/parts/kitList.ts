import type { Catalogue } from '#domain/catalogue.ts'
import { CodedError } from '#domain/errors.ts'
import type { Kit } from '#domain/parts.ts'
import { catalogueParts, type KitOf, type KitVersion, lastVersions, type Reader } from './kitVersions.ts'
import type { PartNeed } from './reservations.ts'

/** What the catalogue lists for the repair of a fault. @throws CodedError NOT_FOUND for a fault that it lacks */
export function listedParts(catalogue: Catalogue, of: KitOf): PartNeed[] {
  const parts = catalogueParts(catalogue, of)
  if (!parts) throw new CodedError('NOT_FOUND', { class: of.class, faultCode: of.faultCode })
  return parts
}

/** A version as a kit: what a model takes over from its class is the class's. */
export const toKit = ({ parts, ...said }: KitVersion, ofClass: readonly PartNeed[]): Kit =>
  parts ? { ...said, parts } : { ...said, parts: [...ofClass], ofClass: true }

const isOwn = (one: KitVersion) => one.model !== undefined && one.parts !== null

/** The kit of every fault of a class, or of one of its models, by code. @param changed the last versions of that class */
function arrange(catalogue: Catalogue, equipmentClass: string, changed: readonly KitVersion[], model?: string): Kit[] {
  const byFault = Map.groupBy(changed, one => one.faultCode)
  const codes = [...(catalogue.classes.get(equipmentClass)?.fault.keys() ?? [])].sort()
  return codes.map(faultCode => {
    const about = { class: equipmentClass, faultCode }
    const said = byFault.get(faultCode) ?? []
    const [parts, none] = [listedParts(catalogue, about), { ...about, version: 0, parts: null }]
    const shared = said.find(one => one.model === undefined)?.parts ?? parts
    if (model !== undefined) return toKit(said.find(one => one.model === model) ?? { ...none, model }, shared)
    const models = said.filter(isOwn).map(one => one.model ?? '')
    const kit = said.find(one => one.model === undefined) ?? { ...none, parts }
    return { ...toKit(kit, parts), ...(models.length > 0 && { models }) }
  })
}

/** The kit in force of every fault of a class, or of one of its models, by code. */
export const listKits = async (db: Reader, catalogue: Catalogue, equipmentClass: string, model?: string) =>
  arrange(catalogue, equipmentClass, await lastVersions(db, equipmentClass), model)

/** The kits in force that a part is in: of classes, and of models that have their own. */
export async function kitsTaking(db: Reader, catalogue: Catalogue, partNo: string): Promise<Kit[]> {
  const changed = await lastVersions(db)
  const byClass = Map.groupBy(changed, one => one.class)
  const shared = [...catalogue.classes.keys()].flatMap(code => arrange(catalogue, code, byClass.get(code) ?? []))
  const own = changed.filter(isOwn).map(one => toKit(one, []))
  return [...shared, ...own].filter(kit => kit.parts.some(part => part.partNo === partNo))
}
