import { computed } from 'vue'
import type { PlanItem } from '../api/items.ts'
import { useServices } from '../services.ts'
import { useLoad } from '../ui/useLoad.ts'

/** Maintenance plans by the name in the reader's language; the code until they are read. */
export function usePlanNames(): (code: string) => string {
  const { api, i18n } = useServices()
  const load = useLoad(signal => api.get<{ items: PlanItem[] }>('/plans', {}, signal))
  const byCode = computed(() => new Map(load.data.value?.items.map(plan => [plan.code, plan])))
  return code => {
    const plan = byCode.value.get(code)
    return plan ? i18n.pick({ en: plan.name, zh: plan.name_zh }) : code
  }
}
