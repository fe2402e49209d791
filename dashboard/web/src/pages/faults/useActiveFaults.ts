import { type ComputedRef, computed } from 'vue'
import type { FaultItem } from '../../api/items.ts'
import { useServices } from '../../services.ts'
import { useFaultLevel } from '../../ui/useFaultLevel.ts'
import { byUrgency, isShelved } from './urgency.ts'

export interface ActiveFaults {
  /** Most urgent first, without those that are shelved or suppressed. */
  readonly open: ComputedRef<FaultItem[]>
  readonly shelved: ComputedRef<FaultItem[]>
  /** Recorded, and kept quiet by a window, an incident or because it is out of service. */
  readonly suppressed: ComputedRef<FaultItem[]>
  readonly standing: ComputedRef<FaultItem[]>
}

/** The active faults as they are now. */
export function useActiveFaults(): ActiveFaults {
  const { live } = useServices()
  const order = byUrgency(useFaultLevel())
  /** A shelf ends by itself: looked at once a minute is enough, and keeps the list from being sorted every second. */
  const minute = computed(() => Math.floor(live.now.value / 60_000) * 60_000)
  const active = computed(() => [...live.faults.items.value.values()].filter(f => f.state === 'firing').sort(order))
  return {
    open: computed(() => active.value.filter(fault => !isShelved(fault, minute.value) && !fault.suppressed)),
    shelved: computed(() => active.value.filter(fault => isShelved(fault, minute.value))),
    suppressed: computed(() => active.value.filter(fault => fault.suppressed !== undefined)),
    standing: computed(() => active.value.filter(fault => fault.standingAt !== undefined)),
  }
}
