import { type ComputedRef, computed, type Ref } from 'vue'
import type { FaultItem, IncidentItem } from '../../api/items.ts'
import { useServices } from '../../services.ts'

export interface Grouped {
  /** Faults that stand by themselves: of no open incident, the cause of one, or a danger to life, which is never grouped away. */
  readonly alone: ComputedRef<FaultItem[]>
  /** The open incidents, the newest first. */
  readonly groups: ComputedRef<IncidentItem[]>
}

/** Members of an open incident show as one line (EEMUA 191, alarm flood). */
export function useGrouped(faults: Readonly<Ref<FaultItem[]>>): Grouped {
  const { live } = useServices()
  const open = computed(() => [...live.incidents.items.value.values()].filter(one => !one.closedAt))
  const byId = computed(() => new Map(open.value.map(one => [one.id, one])))
  return {
    alone: computed(() =>
      faults.value.filter(fault => {
        const incident = byId.value.get(fault.incident ?? '')
        return !incident || fault.lifeSafety || incident.cause === fault.id
      }),
    ),
    groups: computed(() => open.value.toSorted((a, b) => b.openedAt.localeCompare(a.openedAt))),
  }
}
