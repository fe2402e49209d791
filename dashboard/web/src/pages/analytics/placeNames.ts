import { useServices } from '../../services.ts'

/** What reports compare, in the order in which the pages show it. */
export const PLACES = ['class', 'model', 'site'] as const

/** How a row of each is called. */
export function usePlaceNames(): Record<(typeof PLACES)[number], (key: string) => string> {
  const { names, sites } = useServices()
  return { class: names.className, model: key => key, site: sites.name }
}
