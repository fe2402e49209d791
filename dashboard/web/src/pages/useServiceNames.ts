import { computed } from 'vue'
import type { Page } from '#domain/page.ts'
import type { PolicyItem } from '../api/items.ts'
import { useServices } from '../services.ts'
import { useLoad } from '../ui/useLoad.ts'

interface Named {
  code: string
  name: string
  name_zh: string
}

/** What the service levels call kinds of complaints, causes and reasons; read once they are `wanted`. */
export function useServiceNames(wanted: () => boolean = () => true) {
  const { api, i18n } = useServices()
  const load = useLoad(
    async signal => (wanted() ? await api.get<Page<PolicyItem>>('/service-levels', {}, signal) : undefined),
    [wanted],
  )
  const policy = computed(() => load.data.value?.items.at(-1)?.policy)
  const called = (list: readonly Named[] | undefined, code: string): string => {
    const found = list?.find(one => one.code === code)
    return found ? i18n.pick({ en: found.name, zh: found.name_zh }) : code
  }
  return {
    kinds: computed(() => policy.value?.complaints.kinds ?? []),
    causes: computed(() => policy.value?.complaints.causes ?? []),
    kindName: (code: string) => called(policy.value?.complaints.kinds, code),
    causeName: (code: string) => called(policy.value?.complaints.causes, code),
    /** Why a customer is not satisfied. */
    surveyReason: (code: string) => called(policy.value?.survey.reasons, code),
    pauseReason: (code: string) => called(policy.value?.pauseReasons, code),
  }
}
