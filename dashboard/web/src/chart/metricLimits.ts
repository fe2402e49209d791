import type { Metric } from '#domain/equipmentClass.ts'
import type { I18n } from '../i18n/i18n.ts'
import type { ChartLimit } from './options.ts'

type Amount = number | { param: string; mult?: number | undefined; add?: number | undefined }
type ParamReader = (name: string) => unknown

/** A number of the catalogue that may hang on a parameter of the equipment. */
export function amountOf(amount: Amount | undefined, param: ParamReader): number | undefined {
  if (amount === undefined || typeof amount === 'number') return amount
  const base = param(amount.param)
  return typeof base === 'number' ? base * (amount.mult ?? 1) + (amount.add ?? 0) : undefined
}

/** The borders of what is usual for a metric, where it has any. */
export function healthyLimits(metric: Metric | undefined, param: ParamReader, i18n: I18n): ChartLimit[] {
  const low = amountOf(metric?.healthy?.min, param)
  const high = amountOf(metric?.healthy?.max, param)
  return [
    ...(low === undefined ? [] : [{ value: low, label: i18n.t('chart.healthyMin'), tone: 'healthy' as const }]),
    ...(high === undefined ? [] : [{ value: high, label: i18n.t('chart.healthyMax'), tone: 'healthy' as const }]),
  ]
}
