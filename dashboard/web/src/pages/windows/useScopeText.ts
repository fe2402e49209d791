import type { WindowItem } from '../../api/items.ts'
import { useServices } from '../../services.ts'
import { useLookups } from '../useLookups.ts'

/** What a window is about, in words. */
export function useScopeText(): (window: WindowItem) => string {
  const { names, i18n } = useServices()
  const lookups = useLookups()
  return ({ equipment, classes }) => {
    const named = [...classes.map(names.className), ...equipment.map(lookups.equipmentName)]
    return named.length === 0 ? i18n.t('window.wholeSite') : named.join(i18n.t('rule.list'))
  }
}
