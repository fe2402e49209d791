import { type ComputedRef, computed } from 'vue'
import { useActiveFaults } from '../pages/faults/useActiveFaults.ts'
import { useShortages } from '../pages/parts/useShortages.ts'
import { isMine, usualWhose } from '../pages/tickets/whose.ts'
import { useServices } from '../services.ts'
import type { NavCountName } from './navGroups.ts'

export interface NavCount {
  n: number
  /** What is counted, for those who cannot see where it stands. */
  label: string
  alarm?: true
}

/** What waits for somebody, as it is now. */
export function useNavCounts(): ComputedRef<Record<NavCountName, NavCount>> {
  const { live, session, i18n } = useServices()
  const { open: faults } = useActiveFaults()
  const shortages = useShortages()
  const count = <T>(items: ReadonlyMap<string, T>, waits: (item: T) => boolean) =>
    [...items.values()].filter(waits).length
  return computed(() => {
    const unacknowledged = faults.value.filter(fault => !fault.acknowledgedAt).length
    const own = usualWhose(session.user.value) === 'mine'
    const username = session.user.value?.username ?? ''
    const tickets = count(live.tickets.items.value, ticket =>
      own ? ticket.status === 'dispatched' && isMine(ticket, username) : ticket.status === 'new',
    )
    const incidents = count(live.incidents.items.value, incident => !incident.closedAt)
    const complaints = count(live.complaints.items.value, complaint => complaint.status === 'registered')
    return {
      faults: { n: unacknowledged, label: i18n.t('nav.unacknowledged', { n: unacknowledged }), alarm: true },
      tickets: { n: tickets, label: i18n.t(own ? 'nav.toAccept' : 'nav.newTickets', { n: tickets }) },
      incidents: { n: incidents, label: i18n.t('incidents.open', { n: incidents }) },
      complaints: { n: complaints, label: i18n.t('complaints.new', { n: complaints }) },
      shortages: { n: shortages.value.size, label: i18n.t('parts.short') },
    }
  })
}
