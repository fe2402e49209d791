import { type Ref, shallowRef } from 'vue'
import type { Site } from '#domain/equipment.ts'
import type { Page } from '#domain/page.ts'
import type { Api } from './api.ts'

/** The sites the reader may see. */
export interface Sites {
  readonly list: Readonly<Ref<readonly Site[]>>
  name(id: string): string
  load(): Promise<void>
}

/** @param zone takes the time zone of the first site: the clock the page shows */
export function createSites(api: Api, zone: Ref<string>): Sites {
  const list = shallowRef<readonly Site[]>([])
  return {
    list,
    name: id => list.value.find(site => site.id === id)?.name ?? id,
    load: async () => {
      const page = await api.get<Page<Site>>('/sites')
      list.value = page.items
      const first = page.items[0]
      if (first) zone.value = first.timezone
    },
  }
}
