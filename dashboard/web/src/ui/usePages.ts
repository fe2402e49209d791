import { type ComputedRef, computed, type Ref, ref, shallowRef, type WatchSource } from 'vue'
import type { Page } from '#domain/page.ts'
import type { Query } from '../api/api.ts'
import { useServices } from '../services.ts'
import { type Load, useLoad } from './useLoad.ts'

export interface Pages<T> {
  readonly items: Readonly<Ref<T[]>>
  /** Reads the next page; undefined on the last one. */
  readonly more: ComputedRef<(() => Promise<void>) | undefined>
  readonly load: Load<unknown>
}

/** A list of the API page by page; begins anew when the query changes, and when `on` does. */
export function usePages<T>(path: string, query: () => Query, on: WatchSource[] = []): Pages<T> {
  const { api } = useServices()
  const items = shallowRef<T[]>([])
  const cursor = ref<string>()

  const load = useLoad(
    async signal => {
      const page = await api.get<Page<T>>(path, query(), signal)
      items.value = page.items
      cursor.value = page.nextCursor
      return page
    },
    [() => JSON.stringify(query()), ...on],
  )

  async function next(): Promise<void> {
    const page = await api.get<Page<T>>(path, { ...query(), cursor: cursor.value })
    items.value = [...items.value, ...page.items]
    cursor.value = page.nextCursor
  }
  return { items, load, more: computed(() => (cursor.value === undefined ? undefined : next)) }
}
