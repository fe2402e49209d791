import type { Catalogue, ClassEntry } from '#domain/catalogue.ts'
import type { Equipment, ParamValue } from '#domain/equipment.ts'
import { acceptsParam, valueProblem } from '#domain/equipmentParams.ts'
import type { Log } from '#domain/log.ts'
import { type Plate, plateNews } from '#domain/plates.ts'
import type { SpoolItem } from '#domain/spool.ts'
import type { GatewayBirth } from '#domain/telemetry.ts'

export type Unconfirmed = Omit<Equipment, 'createdAt' | 'confirmed'>

interface BirthNeeds {
  catalogue: Pick<Catalogue, 'classes'>
  equipment(id: string): Equipment | undefined
  /** Registers what nobody has registered yet; idempotent. */
  addUnconfirmed(equipment: readonly Unconfirmed[]): Promise<void>
  /** Enters what plates say where nobody has, and notes what the file says otherwise; idempotent. */
  notePlates(plates: readonly Plate[]): Promise<void>
  log: Log
}

type Birth = Extract<SpoolItem, { kind: 'birth' }>
type Named = GatewayBirth['equipment'][number]

/** Pieces of equipment that births of one gateway may register between two starts. */
const MOST_A_GATEWAY = 2_000

/** The parameters that the class has, as far as they can have these values; the model is one of them. */
function paramsOf(entry: ClassEntry, { model, params = {} }: Named): Record<string, ParamValue> {
  const given = Object.entries({ ...params, ...(model !== undefined && { model }) })
  return Object.fromEntries(
    given.filter(([name, value]) => acceptsParam(entry, name) && valueProblem(entry, name, value) === undefined),
  )
}

/** Registers equipment that a birth names and nobody knows, so that what it measures next is kept and watched. */
export function createBirths({ catalogue, equipment, addUnconfirmed, notePlates, log }: BirthNeeds) {
  const underWay = new Map<string, Promise<void>>()
  const registered = new Map<string, number>()

  const newOf = ({ site, gateway, birth }: Birth): Unconfirmed[] =>
    birth.equipment.flatMap(named => {
      const entry = catalogue.classes.get(named.class)
      if (!entry || equipment(named.id)) return []
      const { id, name = id } = named
      return [{ id, site, gateway, class: entry.code, name, params: paramsOf(entry, named), occupancy: 'unknown' }]
    })

  /** The plates of known equipment that say something new. */
  const platesOf = ({ gateway, birth }: Birth): Plate[] =>
    birth.equipment.flatMap(named => {
      const known = equipment(named.id)
      const entry = known?.gateway === gateway ? catalogue.classes.get(known.class) : undefined
      if (!known || !entry) return []
      const plate = { id: named.id, gateway, class: named.class, params: paramsOf(entry, named) }
      return plateNews(known, plate) ? [plate] : []
    })

  /** @throws CodedError DATABASE_UNAVAILABLE */
  const register = async (birth: Birth): Promise<void> => {
    const { gateway } = birth
    const before = registered.get(gateway) ?? 0
    const plates = platesOf(birth)
    if (plates.length > 0) await notePlates(plates)
    const all = newOf(birth)
    const fresh = all.slice(0, Math.max(0, MOST_A_GATEWAY - before))
    if (fresh.length < all.length) log.warn({ gateway, named: all.length }, 'a gateway names too much new equipment')
    if (fresh.length === 0) return
    await addUnconfirmed(fresh)
    registered.set(gateway, before + fresh.length)
    log.info({ gateway, equipment: fresh.map(({ id }) => id) }, 'new equipment named in a birth is registered')
  }

  return {
    register,
    /** Resolves when what earlier births of the gateway named is registered; undefined when nothing is under way. */
    settled: (gateway: string): Promise<void> | undefined => underWay.get(gateway),
    /** Registers at once, while the birth is put on disk; what fails is tried again from the spool. */
    take: (items: readonly SpoolItem[]): Promise<void> | undefined => {
      const [birth] = items
      if (birth?.kind !== 'birth' || newOf(birth).length === 0) return undefined
      const work = register(birth)
        .catch((err: unknown) => log.warn({ err, gateway: birth.gateway }, 'new equipment could not be registered yet'))
        .finally(() => underWay.delete(birth.gateway))
      underWay.set(birth.gateway, work)
      return work
    },
  }
}
