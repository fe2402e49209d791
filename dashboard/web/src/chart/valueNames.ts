import type { Metric } from '#domain/equipmentClass.ts'
import { spelled } from '#domain/explain/spelled.ts'
import type { I18n } from '../i18n/i18n.ts'

/** What the values of a state or a boolean mean, in the reader's language; undefined for a measured quantity. */
export function valueNames(metric: Metric | undefined, i18n: I18n): ReadonlyMap<number, string> | undefined {
  if (metric?.kind === 'boolean')
    return new Map([
      [0, i18n.t('value.no')],
      [1, i18n.t('value.yes')],
    ])
  if (!metric?.values) return undefined
  return new Map(metric.values.map(value => [value.code, i18n.pick({ en: spelled(value.key), zh: value.zh })]))
}
