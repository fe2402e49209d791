import type { CrewOf } from '#domain/crew.ts'
import { crewName } from '#domain/explain/crewName.ts'
import type { EquipmentItem } from '../api/items.ts'
import { useServices } from '../services.ts'

/** What an id stands for, as far as it is known here. */
export interface Lookups {
  equipment(id: string): EquipmentItem | undefined
  equipmentName(id: string): string
  siteName(id: string): string
  technicianName(id: string): string
  /** Who acted: a technician by name, another user by user name; the service, a customer or a resident in words. */
  actorName(by: string): string
  /** Who goes to a ticket: who leads, and who goes along. */
  crewName(ticket: CrewOf): string
  /** Equipment and site in one line, and the words about a place; equipment that is named after its site says it once. */
  place(of: { equipment: string; site: string; place?: string }): string
}

export function useLookups(): Lookups {
  const { live, sites, i18n } = useServices()
  const equipment = (id: string) => live.equipment.items.value.get(id)
  const technicianName = (id: string) => live.system.items.value.get(`technician:${id}`)?.technician?.name ?? id
  return {
    equipment,
    equipmentName: id => equipment(id)?.name ?? id,
    siteName: id => sites.name(id),
    technicianName,
    actorName: by => (technicianName(by) === by ? i18n.word('actor', by) : technicianName(by)),
    crewName: ticket => crewName(ticket, technicianName),
    place: of => {
      const [name, site] = [equipment(of.equipment)?.name ?? of.equipment, sites.name(of.site)]
      return [name, of.place, name.includes(site) ? undefined : site].filter(Boolean).join(' · ')
    },
  }
}
