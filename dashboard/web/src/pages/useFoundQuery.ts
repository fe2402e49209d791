import { type ComputedRef, computed } from 'vue'
import { useRoute } from 'vue-router'

/** What the address asks a list for, without which view of it is shown. */
export function useFoundQuery(): ComputedRef<Record<string, string>> {
  const route = useRoute()
  return computed(() => {
    const { view: _, ...rest } = route.query
    return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, String(value)]))
  })
}
