import type { Plan } from '#domain/plans.ts'
import type { Workshop } from '../needs.ts'

/** One statement takes only so many values. */
const MOST = 500

/** What a text is part of the name or the id of, in either language. */
export function namedBy({ listEquipment, site }: Workshop, plans: ReadonlyMap<string, Plan>, text: string) {
  const small = text.toLowerCase()
  const has = (...names: readonly (string | undefined)[]) => names.some(name => name?.toLowerCase().includes(small))
  const pieces = [...listEquipment()]
  const items = [...plans.values()].flatMap(plan => plan.items)
  const sites = [...new Set(pieces.map(piece => piece.site))]
  return {
    plans: [...plans.values()].filter(plan => has(plan.code, plan.name, plan.name_zh)).map(plan => plan.code),
    items: [...new Set(items.filter(item => has(item.code, item.name, item.name_zh)).map(item => item.code))],
    equipment: pieces
      .filter(piece => has(piece.id, piece.name))
      .map(piece => piece.id)
      .slice(0, MOST),
    sites: sites.filter(id => has(id, site(id)?.name)).slice(0, MOST),
  }
}
