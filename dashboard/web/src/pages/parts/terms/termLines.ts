import type { PartTerms } from '#domain/partTerms.ts'
import { useServices } from '../../../services.ts'
import { usePartName } from '../usePartName.ts'
import { useStores } from '../useStores.ts'

export interface TermLine {
  label: string
  value: string
}

/** What is said of a part, a line each, in the reader's language. */
export function useTermLines(): (terms: PartTerms) => TermLine[] {
  const { formats, i18n } = useServices()
  const { t } = i18n
  const { partName } = usePartName()
  const { storeName } = useStores()
  const range = (least: number, most: number | undefined) =>
    most === undefined ? formats.number(least, 7) : `${formats.number(least, 7)} – ${formats.number(most, 7)}`

  return terms => [
    { label: t('stock.nameZh'), value: terms.nameZh },
    { label: t('stock.nameEn'), value: terms.name },
    { label: t('terms.unit'), value: i18n.word('unit', terms.unit) },
    { label: t('terms.levels'), value: range(terms.minStock, terms.maxStock) },
    ...terms.stores.map(one => ({
      label: t('terms.levelsOf', { store: storeName(one.store) }),
      value: range(one.minStock, one.maxStock),
    })),
    { label: t('part.leadTime'), value: t('time.days', { n: terms.leadTimeDays }) },
    { label: t('terms.cost'), value: terms.unitCost === undefined ? '–' : formats.number(terms.unitCost, 12) },
    {
      label: t('terms.warranty'),
      value: terms.warrantyMonths === undefined ? '–' : t('terms.months', { n: terms.warrantyMonths }),
    },
    { label: t('stock.alternates'), value: terms.alternates.map(partName).join(' › ') || '–' },
  ]
}

/** What two versions do not say alike: the label, before and after. */
export function changedLines(before: readonly TermLine[], after: readonly TermLine[]) {
  const labels = [...new Set([...before, ...after].map(line => line.label))]
  const valueIn = (lines: readonly TermLine[], label: string) => lines.find(line => line.label === label)?.value ?? '–'
  return labels
    .map(label => ({ label, before: valueIn(before, label), after: valueIn(after, label) }))
    .filter(change => change.before !== change.after)
}
