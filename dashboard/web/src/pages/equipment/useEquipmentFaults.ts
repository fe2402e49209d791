import { type ComputedRef, computed } from 'vue'
import type { FaultItem } from '../../api/items.ts'
import { useActiveFaults } from '../faults/useActiveFaults.ts'

/** The active faults of each piece of equipment, most urgent first; shelved ones at the end. */
export function useEquipmentFaults(): ComputedRef<ReadonlyMap<string, FaultItem[]>> {
  const { open, shelved } = useActiveFaults()
  return computed(() => Map.groupBy([...open.value, ...shelved.value], fault => fault.equipment))
}
