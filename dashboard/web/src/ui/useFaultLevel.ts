import type { FaultItem } from '../api/items.ts'
import { useServices } from '../services.ts'
import { type Level, levelOfFault } from './levels.ts'

export type FaultLevel = (fault: FaultItem) => Level

/** The mark of a fault as its ticket stands now. */
export function useFaultLevel(): FaultLevel {
  const { live } = useServices()
  return fault => levelOfFault(fault, live.tickets.items.value.get(fault.ticket ?? '')?.priority)
}
