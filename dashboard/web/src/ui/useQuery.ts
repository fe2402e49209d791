import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** One filter that lives in the address, so that a link, “back” and a reload keep it. The first choice is left out. */
export function useQuery<T extends string = string>(name: string, usual: NoInfer<T>): WritableComputedRef<T> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get: () => (route.query[name] ?? usual) as T,
    set: value => void router.replace({ query: { ...route.query, [name]: value === usual ? undefined : value } }),
  })
}
