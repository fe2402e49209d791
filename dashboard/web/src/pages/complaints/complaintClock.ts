import type { ComplaintItem } from '../../api/items.ts'

/** The running promise of a complaint that ends first. */
export const nextPromise = ({ clocks }: Pick<ComplaintItem, 'clocks'>) =>
  clocks.filter(clock => clock.stoppedAt === undefined).toSorted((a, b) => a.dueAt.localeCompare(b.dueAt))[0]

/** How a promise stands: negative when it is over. A stopped one stands where it was stopped. */
export const leftMs = (clock: ComplaintItem['clocks'][number], now: number): number =>
  Date.parse(clock.dueAt) - (clock.stoppedAt === undefined ? now : Date.parse(clock.stoppedAt))
