import { computed, type Ref } from 'vue'
import type { DueDay, PlanDue } from '#domain/planDues.ts'
import { addDays, dayAt } from '#domain/zonedTime.ts'
import type { TicketItem } from '../../../api/items.ts'
import { useServices } from '../../../services.ts'
import { useLoad } from '../../../ui/useLoad.ts'
import { usePages } from '../../../ui/usePages.ts'
import { useVisitChanges } from '../useVisitChanges.ts'

/** Something due with the ticket that is open for it, as it is now. */
export interface DueItem extends PlanDue {
  ticket?: TicketItem | undefined
}

type Asked = Readonly<Record<string, string>>

/** So many days ahead are looked at where nobody says until when. */
const AHEAD = 60

/**
 * What is due until some weeks from now, page by page, with how much there is of it each day; read anew when a planned visit is
 * opened, moved or done. @param day only of this one; the counts stay those of all
 */
export function useDues(filter: Readonly<Ref<Asked>>, day: Readonly<Ref<string>>) {
  const { api, live, formats } = useServices()
  const today = computed(() => dayAt(formats.zone.value, live.now.value))
  const visits = useVisitChanges()
  const asked = computed(() => ({ ...filter.value, to: filter.value.to || addDays(today.value, AHEAD) }))
  const narrowed = computed(() => (day.value === '' ? asked.value : { ...asked.value, from: day.value, to: day.value }))
  const pages = usePages<PlanDue>('/plans/due', () => ({ ...narrowed.value, limit: 100 }), [visits, today])
  const days = useLoad(
    signal => api.get<{ items: DueDay[] }>('/plans/due/days', asked.value, signal),
    [asked, visits, today],
  )
  const items = computed(() =>
    pages.items.value.map(
      (due): DueItem => ({ ...due, ticket: live.tickets.items.value.get(due.visit?.ticket ?? '') }),
    ),
  )
  const counts = computed(() => days.data.value?.items ?? [])
  return { items, counts, today, more: pages.more, load: pages.load, days }
}
