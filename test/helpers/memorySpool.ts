import type { SpoolItem, SpoolReader, SpoolRecord } from '#domain/spool.ts'

/** A spool in memory, with what its one reader has made durable; `reader()` is what a restarted service would open. */
export function memorySpool() {
  const records: SpoolRecord[] = []
  const state = new Map<string, string>()
  const waiting = new Set<() => void>()
  let cursor = 0
  return {
    state,
    push: (...items: SpoolItem[]) => {
      for (const item of items) records.push({ position: records.length + 1, item })
      for (const wake of waiting) wake()
      waiting.clear()
    },
    cursor: () => cursor,
    reader: (): SpoolReader => ({
      position: () => cursor,
      read: (after, limit) => records.slice(after, after + limit),
      wait: (after, signal) =>
        new Promise(resolve => {
          if (records.length > after || signal.aborted) return resolve()
          waiting.add(resolve)
          signal.addEventListener('abort', () => resolve(), { once: true })
        }),
      commit: (position, entries = []) => {
        cursor = position
        for (const [key, value] of entries) state.set(key, value)
      },
      state: () => [...state],
    }),
  }
}
