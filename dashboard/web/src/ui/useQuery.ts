import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/**
 * One filter that lives in the address, so that a link, “back” and a reload keep it. The first choice is left out.
 * @param known every choice there is; what else an address says is the first choice
 */
export function useQuery<T extends string = string>(
  name: string,
  usual: NoInfer<T>,
  known?: readonly NoInfer<T>[],
): WritableComputedRef<T> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get: () => {
      const asked = (route.query[name] ?? usual) as T
      return known === undefined || known.includes(asked) ? asked : usual
    },
    set: value => void router.replace({ query: { ...route.query, [name]: value === usual ? undefined : value } }),
  })
}
