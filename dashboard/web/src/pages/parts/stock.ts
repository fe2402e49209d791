import type { PartItem } from '../../api/items.ts'

export type PartsView = 'all' | 'short' | 'low'
export type StockState = 'short' | 'low' | 'enough'

/** Short: open tickets need more than there is. Low: under the minimum, what is on its way counted in. */
export function stockState(part: Pick<PartItem, 'available' | 'incoming' | 'minStock'>, wanted = 0): StockState {
  if (part.available < 0 || wanted > 0) return 'short'
  return part.available + part.incoming < part.minStock || part.available < Math.min(1, part.minStock)
    ? 'low'
    : 'enough'
}

const RANK: Record<StockState, number> = { short: 0, low: 1, enough: 2 }

/** What is missing first, then what is low, then by number. */
export function arrangeParts(
  parts: readonly PartItem[],
  filter: { view: PartsView; search: string },
  wanted: (partNo: string) => number = () => 0,
): PartItem[] {
  const words = filter.search.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const state = (part: PartItem) => stockState(part, wanted(part.partNo))
  return parts
    .filter(part => filter.view === 'all' || state(part) === filter.view)
    .filter(part => {
      const text = `${part.partNo} ${part.name} ${part.nameZh}`.toLowerCase()
      return words.every(word => text.includes(word))
    })
    .sort((a, b) => RANK[state(a)] - RANK[state(b)] || a.partNo.localeCompare(b.partNo))
}
