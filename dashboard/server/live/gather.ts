import type { ChangeRow, Channel } from '#domain/changes.ts'

/** The last change that has been sent in each channel. */
export type Positions = Readonly<Record<Channel, number>>

/** What happened in one channel since it was last told: each item once, by its last change. */
export interface Gathered {
  channel: Channel
  /** One after the last number told before, so that the ranges of a channel join on. */
  from: number
  seq: number
  items: ReadonlyMap<string, 'upsert' | 'remove'>
}

/** Sorts lines of the change log into one range a channel. Channels in which nothing happened are left out. */
export function gather(rows: readonly ChangeRow[], positions: Positions): Gathered[] {
  const byChannel = Map.groupBy(rows, row => row.channel)
  return [...byChannel].map(([channel, own]) => ({
    channel,
    from: positions[channel] + 1,
    seq: Math.max(...own.map(row => row.seq)),
    items: new Map(own.map(row => [row.item, row.op])),
  }))
}
