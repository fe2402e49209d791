import type { Store } from '#domain/parts.ts'
import { useServices } from '../../../services.ts'
import { useLookups } from '../../useLookups.ts'

/** Whose a store is: its site, or the technician whose van it is; empty for the main store. */
export function useStorePlace(): (store: Pick<Store, 'site' | 'technician'>) => string {
  const { sites } = useServices()
  const lookups = useLookups()
  return ({ site, technician }) => {
    if (site !== undefined) return sites.name(site)
    return technician === undefined ? '' : lookups.technicianName(technician)
  }
}
