import pLimit from 'p-limit'
import type { Equipment } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import { PLACE_CLASS } from '#domain/placeClass.ts'
import type { Workshop } from '../needs.ts'

/** The place that stands for a whole site, about which a ticket can be. */
export type SitePlaces = (site: string) => Promise<Equipment>

const standsFor = (site: string) => (piece: Equipment) =>
  piece.class === PLACE_CLASS && piece.site === site && piece.params.wholeSite === true

/** The first of `site-place`, `site-place-2` … that no other equipment bears. */
function freeId({ equipment }: Workshop, site: string): string {
  const wanted = `${site.slice(0, 54)}-place`
  for (let n = 1; ; n++) {
    const id = n === 1 ? wanted : `${wanted}-${n}`
    if (equipment(id) === undefined) return id
  }
}

/** Finds the place of a site, which is entered with the first report about it; by whom of several services, the database decides. */
export function createSitePlaces(needs: Workshop): SitePlaces {
  const oneByOne = pLimit(1)
  const find = (site: string) => [...needs.listEquipment()].find(standsFor(site))
  const enter = async (site: string, name: string) => {
    const made = { id: freeId(needs, site), site, class: PLACE_CLASS, name, params: { wholeSite: true } }
    try {
      return await needs.addEquipment({ ...made, occupancy: 'unknown' })
    } catch (error) {
      const entered = error instanceof CodedError && error.code === 'ALREADY_EXISTS' ? find(site) : undefined
      if (!entered) throw error
      return entered
    }
  }
  return site =>
    oneByOne(async () => {
      const at = needs.site(site)
      if (!at) throw new CodedError('NOT_FOUND', { site })
      return find(site) ?? (await enter(site, at.name))
    })
}
