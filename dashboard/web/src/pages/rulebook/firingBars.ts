import type { BacktestItem } from '../../api/items.ts'

/** Firings in one stretch of a backtest. */
export interface FiringBar {
  at: number
  withTicket: number
  without: number
}

/** The listed firings in `count` equal stretches of the range. */
export function firingBars(
  { from, to, listed }: Pick<BacktestItem, 'from' | 'to' | 'listed'>,
  count: number,
): FiringBar[] {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const width = (end - start) / count
  const bars = Array.from({ length: count }, (_, i) => ({ at: start + i * width, withTicket: 0, without: 0 }))
  for (const { firedAt, tickets } of listed) {
    const i = Math.min(count - 1, Math.max(0, Math.floor((Date.parse(firedAt) - start) / width)))
    const bar = bars[i]
    if (bar) bar[tickets.length > 0 ? 'withTicket' : 'without'] += 1
  }
  return bars
}
