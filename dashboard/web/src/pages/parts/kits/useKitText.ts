import type { KitItem } from '../../../api/items.ts'
import { useServices } from '../../../services.ts'
import { usePartName } from '../usePartName.ts'

/** A kit in one line. */
export function useKitText(): (parts: KitItem['parts']) => string {
  const { formats, i18n } = useServices()
  const { partName, unitOf } = usePartName()
  return parts =>
    parts
      .map(({ partNo, quantity }) => `${partName(partNo)} × ${formats.number(quantity, 7)} ${unitOf(partNo)}`.trim())
      .join(i18n.locale.value === 'zh' ? '；' : '; ') || i18n.t('kits.noParts')
}
