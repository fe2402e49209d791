import type { ChecklistItem } from '#domain/checklists.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { Plan } from '#domain/plans.ts'

/** One item to be answered for one piece of equipment, or for the place that stands for the site. */
export interface Line {
  item: ChecklistItem
  equipment: string
}

/**
 * What a visit is to answer: each item for each piece of equipment that it is about; at a visit to a site, an item that names
 * no classes once, for the place.
 * @param plans its own, then those that it includes
 */
export const checklistLines = (
  plans: readonly Plan[],
  carried: readonly Pick<Equipment, 'id' | 'class'>[],
  place: string,
): Line[] =>
  plans.flatMap(plan =>
    plan.items.flatMap(each => {
      const item = { ...each, plan: plan.code }
      if (plan.per === 'site' && each.classes === undefined) return [{ item, equipment: place }]
      const about = (each.classes ?? plan.classes).filter(code => plan.classes.includes(code))
      return carried.filter(e => about.includes(e.class)).map(({ id }) => ({ item, equipment: id }))
    }),
  )
