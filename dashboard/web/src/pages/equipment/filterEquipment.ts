import type { EquipmentItem } from '../../api/items.ts'

export interface EquipmentFilter {
  site: string
  domain: string
  class: string
  /** `lost` is equipment whose data is too old, or that has never sent any; `unconfirmed` only its gateway has named. */
  state: '' | 'fault' | 'lost' | 'normal' | 'unconfirmed'
  search: string
}

const RANK: Record<EquipmentItem['state'], number> = { fault: 0, stale: 1, noData: 2, normal: 3 }
const isLost = (item: EquipmentItem) => item.state === 'stale' || item.state === 'noData'

function isIn(state: EquipmentFilter['state'], item: EquipmentItem): boolean {
  if (state === 'lost') return isLost(item)
  if (state === 'unconfirmed') return item.confirmed === false
  return state === '' || item.state === state
}

/** What fits the filter, what is wrong first. `about` gives what is searched besides the item's own fields. */
export function filterEquipment(
  all: readonly EquipmentItem[],
  filter: EquipmentFilter,
  about: (item: EquipmentItem) => { domain: string | undefined; text: string },
): EquipmentItem[] {
  const words = filter.search.trim().toLowerCase().split(/\s+/).filter(Boolean)
  return all
    .filter(item => {
      if (filter.site && item.site !== filter.site) return false
      if (filter.class && item.class !== filter.class) return false
      if (!isIn(filter.state, item)) return false
      const { domain, text } = about(item)
      if (filter.domain && domain !== filter.domain) return false
      const lower = text.toLowerCase()
      return words.every(word => lower.includes(word))
    })
    .sort((a, b) => RANK[a.state] - RANK[b.state] || a.site.localeCompare(b.site) || a.id.localeCompare(b.id))
}
