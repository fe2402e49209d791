import { computed } from 'vue'
import type { Page } from '#domain/page.ts'
import type { PolicyItem } from '../../api/items.ts'
import { useServices } from '../../services.ts'
import { useLoad } from '../../ui/useLoad.ts'

interface Named {
  code: string
  name: string
  name_zh: string
}

/** What the service levels call kinds of complaints and their causes. */
export function useComplaintNames() {
  const { api, i18n } = useServices()
  const load = useLoad(signal => api.get<Page<PolicyItem>>('/service-levels', {}, signal))
  const policy = computed(() => load.data.value?.items.at(-1)?.policy.complaints)
  const called = (list: readonly Named[] | undefined, code: string): string => {
    const found = list?.find(one => one.code === code)
    return found ? i18n.pick({ en: found.name, zh: found.name_zh }) : code
  }
  return {
    kinds: computed(() => policy.value?.kinds ?? []),
    causes: computed(() => policy.value?.causes ?? []),
    kindName: (code: string) => called(policy.value?.kinds, code),
    causeName: (code: string) => called(policy.value?.causes, code),
  }
}
