import { computed } from 'vue'
import { useServices } from '../../services.ts'
import { useQuery } from '../../ui/useQuery.ts'

/** By what lists of planned maintenance are narrowed; it lives in the address. @param own technicians see their own first */
export function usePlanFilter(own: boolean) {
  const { session } = useServices()
  const isOwn = own && session.user.value?.role === 'technician'
  const fields = {
    site: useQuery('site', ''),
    kind: useQuery('class', ''),
    plan: useQuery('plan', ''),
    state: useQuery('state', ''),
    technician: useQuery('technician', isOwn ? 'me' : ''),
    text: useQuery('text', ''),
    from: useQuery('from', ''),
    to: useQuery('to', ''),
  }
  /** As the service is asked; `from` and `to` are for each list to say. */
  const asked = computed(() => {
    const who = fields.technician.value
    return {
      site: fields.site.value,
      class: fields.kind.value,
      plan: fields.plan.value,
      technician: who === 'me' ? (session.user.value?.username ?? '') : who === 'all' ? '' : who,
      text: fields.text.value.trim(),
    }
  })
  return { ...fields, isOwn, asked }
}
