import { computed } from 'vue'
import { useServices } from '../../services.ts'

/** Something that changes when a planned visit is opened, moved, given to somebody or done. */
export function useVisitChanges() {
  const { live } = useServices()
  return computed(() =>
    [...live.tickets.items.value.values()]
      .filter(ticket => ticket.kind === 'preventive')
      .map(ticket => `${ticket.id}${ticket.status}${ticket.technician}`)
      .join(),
  )
}
