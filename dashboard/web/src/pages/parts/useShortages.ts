import { type ComputedRef, computed } from 'vue'
import { useServices } from '../../services.ts'
import { isOpen } from '../tickets/clocks.ts'

/** What open tickets wait for, by part. */
export interface Shortage {
  quantity: number
  tickets: string[]
}

export function useShortages(): ComputedRef<ReadonlyMap<string, Shortage>> {
  const { live } = useServices()
  return computed(() => {
    const found = new Map<string, Shortage>()
    for (const ticket of live.tickets.items.value.values()) {
      if (!isOpen(ticket)) continue
      for (const part of ticket.parts) {
        if (part.status !== 'short') continue
        const known = found.get(part.partNo) ?? { quantity: 0, tickets: [] }
        found.set(part.partNo, {
          quantity: known.quantity + part.quantity,
          tickets: [...new Set([...known.tickets, ticket.id])],
        })
      }
    }
    return found
  })
}
