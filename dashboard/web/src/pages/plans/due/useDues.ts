import { computed, type Ref } from 'vue'
import type { PlanDue } from '#domain/planDues.ts'
import { addDays, dayAt } from '#domain/zonedTime.ts'
import type { PlanItem, TicketItem } from '../../../api/items.ts'
import { useServices } from '../../../services.ts'
import { useLoad } from '../../../ui/useLoad.ts'
import { usePages } from '../../../ui/usePages.ts'
import { isMine } from '../../tickets/whose.ts'
import { useLookups } from '../../useLookups.ts'

/** Something due with the ticket that is open for it, as it is now. */
export interface DueItem extends PlanDue {
  ticket?: TicketItem | undefined
}

interface DueFilter {
  site: string
  kind: string
  technician: string
}

/** So many days ahead are looked at. */
const AHEAD = 60

/** What is due until some weeks from now; read anew when a planned visit is opened, moved or done. */
export function useDues(filter: Readonly<Ref<DueFilter>>) {
  const { api, live, formats } = useServices()
  const lookups = useLookups()
  const today = computed(() => dayAt(formats.zone.value, live.now.value))
  const visits = computed(() =>
    [...live.tickets.items.value.values()]
      .filter(ticket => ticket.kind === 'preventive')
      .map(ticket => ticket.id + ticket.status)
      .join(),
  )
  const site = computed(() => filter.value.site)
  const pages = usePages<PlanDue>(
    '/plans/due',
    () => ({ site: site.value, to: addDays(today.value, AHEAD), limit: 500 }),
    [site, today, visits],
  )
  const plans = useLoad(signal => api.get<{ items: PlanItem[] }>('/plans', {}, signal))
  const classesOf = ({ plan, equipment }: PlanDue): readonly string[] =>
    equipment === undefined
      ? (plans.data.value?.items.find(each => each.code === plan)?.classes ?? [])
      : [lookups.equipment(equipment)?.class ?? '']
  const isWanted = (due: DueItem) =>
    (filter.value.kind === '' || classesOf(due).includes(filter.value.kind)) &&
    (filter.value.technician === '' || (due.ticket !== undefined && isMine(due.ticket, filter.value.technician)))
  const items = computed(() =>
    pages.items.value
      .map((due): DueItem => ({ ...due, ticket: live.tickets.items.value.get(due.visit?.ticket ?? '') }))
      .filter(isWanted),
  )
  const classes = computed(() => [...new Set(pages.items.value.flatMap(classesOf))].filter(Boolean).sort())
  return { items, today, classes, plans, more: pages.more, load: pages.load }
}
