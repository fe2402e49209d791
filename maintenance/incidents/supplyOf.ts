import type { Equipment } from '#domain/equipment.ts'
import type { Workshop } from '../needs.ts'

/** What feeds a piece of equipment, the nearest first. */
export function supplyOf({ equipment }: Pick<Workshop, 'equipment'>, id: string): string[] {
  const chain: string[] = []
  for (let up = equipment(id)?.fedBy; up !== undefined && !chain.includes(up); up = equipment(up)?.fedBy) chain.push(up)
  return chain
}

/** Everything that gets its power from a piece of equipment, directly or through others. */
export function fedFrom(needs: Pick<Workshop, 'equipment' | 'listEquipment'>, id: string): Equipment[] {
  return [...needs.listEquipment()].filter(one => one.fedBy !== undefined && supplyOf(needs, one.id).includes(id))
}
