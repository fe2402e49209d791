import type { Client } from 'aedes'

/** Counts the filters of each connection: each costs memory and a comparison a message. */
export function createSubscriptionLimit(limit: number) {
  const filters = new WeakMap<Client, Set<string>>()
  return {
    allow: (client: Client, filter: string): boolean => {
      const mine = filters.get(client) ?? new Set()
      filters.set(client, mine)
      if (!mine.has(filter) && mine.size >= limit) return false
      mine.add(filter)
      return true
    },
    release: (client: Client, released: readonly string[]): void => {
      for (const filter of released) filters.get(client)?.delete(filter)
    },
  }
}
