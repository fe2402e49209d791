import type { Metric } from '#domain/equipmentClass.ts'
import type { MetricValue, RejectReason } from '#domain/telemetry.ts'

type Checked = { value: MetricValue } | { reason: RejectReason; why: string }

const wrongType = (why: string): Checked => ({ reason: 'METRIC_TYPE', why })

/** Checks one value against its metric; `metric` is undefined when the class has none of that name. */
export function checkMetric(metric: Metric | undefined, value: unknown): Checked {
  if (!metric) return { reason: 'METRIC_UNKNOWN', why: 'is not a metric of the class' }
  if (value === null) return { value }
  if (metric.kind === 'boolean') return typeof value === 'boolean' ? { value } : wrongType('is not true or false')
  if (typeof value !== 'number') return wrongType('is not a number')
  if (!Number.isFinite(value)) return { reason: 'METRIC_NOT_FINITE', why: 'is not finite' }
  if (metric.kind === 'state' && !Number.isInteger(value)) return wrongType('is not a whole number')
  const { physical, unit } = metric
  if (physical && (value < physical.min || value > physical.max))
    return { reason: 'METRIC_OUT_OF_RANGE', why: `is outside ${physical.min} to ${physical.max} ${unit}` }
  return { value }
}
