import { useServices } from '../../services.ts'

/** Who may change what of a plan: its terms hold for every site; a site is switched by those who have it. */
export function usePlanRights() {
  const { session } = useServices()
  const own = () => session.user.value?.sites ?? []
  return {
    mayChangeTerms: (): boolean => session.isDesk() && own().length === 0,
    maySwitch: (site: string): boolean => session.isDesk() && (own().length === 0 || own().includes(site)),
  }
}
