import type { EquipmentItem } from '../api/items.ts'
import { useServices } from '../services.ts'

/** What an id stands for, as far as it is known here. */
export interface Lookups {
  equipment(id: string): EquipmentItem | undefined
  equipmentName(id: string): string
  siteName(id: string): string
  ticketPriority(id: string | undefined): string | undefined
}

export function useLookups(): Lookups {
  const { live, sites } = useServices()
  const equipment = (id: string) => live.equipment.items.value.get(id)
  return {
    equipment,
    equipmentName: id => equipment(id)?.name ?? id,
    siteName: id => sites.name(id),
    ticketPriority: id => (id === undefined ? undefined : live.tickets.items.value.get(id)?.priority),
  }
}
