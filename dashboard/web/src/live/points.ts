import type { MetricPoints } from '#domain/changes.ts'

type PointsListener = (message: MetricPoints) => void

/** Who listens to the points of which equipment; watches while somebody does. */
export interface Points {
  receive(message: MetricPoints): void
  /** After a (re)connection. */
  join(): void
  /** @returns what ends the listening */
  add(equipment: string, listener: PointsListener): () => void
}

export function createPoints(needs: { watch(channel: string): void; unwatch(channel: string): void }): Points {
  const listeners = new Map<string, Set<PointsListener>>()
  const channelOf = (equipment: string) => `equipment:${equipment}`

  return {
    receive: message => {
      for (const listener of listeners.get(message.equipment) ?? []) listener(message)
    },
    join: () => {
      for (const equipment of listeners.keys()) needs.watch(channelOf(equipment))
    },
    add: (equipment, listener) => {
      const known = listeners.get(equipment) ?? new Set()
      if (known.size === 0) needs.watch(channelOf(equipment))
      listeners.set(equipment, known.add(listener))
      return () => {
        known.delete(listener)
        if (known.size > 0) return
        listeners.delete(equipment)
        needs.unwatch(channelOf(equipment))
      }
    },
  }
}
