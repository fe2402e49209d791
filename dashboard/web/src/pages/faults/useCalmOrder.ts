import { type ComputedRef, computed, type Ref, shallowRef, watch } from 'vue'
import type { FaultItem } from '../../api/items.ts'

export interface CalmOrder {
  readonly shown: ComputedRef<FaultItem[]>
  /** How many wait to come in. */
  readonly fresh: ComputedRef<number>
  hold(): void
  release(): void
  take(): void
}

/**
 * Keeps the order of a list while somebody points at it or has the focus in it, so that no row jumps away from under
 * a click: what is new waits behind “3 new”, what changes changes in place, what ended stays until the list is left.
 */
export function useCalmOrder(wanted: Readonly<Ref<FaultItem[]>>): CalmOrder {
  const held = shallowRef<FaultItem[]>()
  const byId = computed(() => new Map(wanted.value.map(fault => [fault.id, fault])))

  const shown = computed(() => held.value?.map(fault => byId.value.get(fault.id) ?? fault) ?? wanted.value)
  const fresh = computed(() => {
    if (!held.value) return 0
    const known = new Set(held.value.map(fault => fault.id))
    return wanted.value.filter(fault => !known.has(fault.id)).length
  })
  const take = () => {
    if (held.value) held.value = wanted.value
  }
  watch(wanted, list => {
    if (held.value?.length === 0) held.value = list
  })
  return {
    shown,
    fresh,
    take,
    hold: () => {
      held.value ??= wanted.value
    },
    release: () => {
      held.value = undefined
    },
  }
}
