import { computed } from 'vue'
import type { Store } from '#domain/parts.ts'
import { useServices } from '../../services.ts'
import { useLoad } from '../../ui/useLoad.ts'

/** The places that hold parts, by the name in the reader's language. */
export function useStores() {
  const { api, i18n } = useServices()
  const load = useLoad(() => api.get<{ items: Store[] }>('/stores'))
  const stores = computed(() => load.data.value?.items ?? [])
  return {
    load,
    stores,
    storeName: (id: string): string => {
      const found = stores.value.find(store => store.id === id)
      return found ? i18n.pick({ en: found.name, zh: found.nameZh }) : id
    },
  }
}
