import { type ComputedRef, computed } from 'vue'
import { ticketTitle } from '#domain/explain/ticketTitle.ts'
import { useLookups } from '../../pages/useLookups.ts'
import { useServices } from '../../services.ts'
import { MAIN_ENTRIES, navGroupsFor } from '../navGroups.ts'
import type { FindEntry } from './findEntries.ts'

/** Everything that the finder knows without asking the service: pages, and what is live. */
export function useFindEntries(): ComputedRef<FindEntry[]> {
  const { live, names, session, i18n } = useServices()
  const { t, pick } = i18n
  const lookups = useLookups()
  const pages = computed((): FindEntry[] =>
    [
      ...[...MAIN_ENTRIES, ...navGroupsFor(session).flatMap(({ entries }) => entries)],
      { to: '/account', label: 'account.title' as const },
    ].map(({ to, label }) => ({ key: to, kind: t('find.page'), label: t(label), to })),
  )
  const equipment = computed((): FindEntry[] =>
    [...live.equipment.items.value.values()].map(one => ({
      key: `equipment:${one.id}`,
      kind: t('nav.equipment'),
      label: one.name,
      note: one.id,
      where: lookups.siteName(one.site),
      also: names.className(one.class),
      to: `/equipment/${one.id}`,
    })),
  )
  const tickets = computed((): FindEntry[] =>
    [...live.tickets.items.value.values()].map(one => ({
      key: `ticket:${one.id}`,
      kind: t('nav.tickets'),
      label: ticketTitle(one, names),
      note: one.id,
      where: lookups.place(one),
      to: `/tickets/${one.id}`,
    })),
  )
  const parts = computed((): FindEntry[] =>
    [...live.parts.items.value.values()].map(one => ({
      key: `part:${one.partNo}`,
      kind: t('nav.parts'),
      label: pick({ en: one.name, zh: one.nameZh }),
      note: one.partNo,
      to: `/parts/${one.partNo}`,
    })),
  )
  return computed(() => [...pages.value, ...tickets.value, ...equipment.value, ...parts.value])
}
