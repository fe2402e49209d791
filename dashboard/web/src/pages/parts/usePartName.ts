import { useServices } from '../../services.ts'

/** Parts by the name in the reader's language. */
export function usePartName() {
  const { live, i18n } = useServices()
  const part = (partNo: string) => live.parts.items.value.get(partNo)
  return {
    partName: (partNo: string): string => {
      const found = part(partNo)
      return found ? i18n.pick({ en: found.name, zh: found.nameZh }) : partNo
    },
    unitOf: (partNo: string): string => i18n.word('unit', part(partNo)?.unit ?? ''),
  }
}
