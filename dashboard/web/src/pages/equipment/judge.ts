import type { Metric } from '#domain/equipmentClass.ts'
import type { MetricValue } from '#domain/telemetry.ts'
import { amountOf } from '../../chart/metricLimits.ts'

export interface Judgement {
  low: number | undefined
  high: number | undefined
  /** Undefined where the catalogue says nothing, or nothing was measured. */
  usual: boolean | undefined
}

/** Whether a value lies in what the catalogue calls healthy. This only guides the eye: the rules alone decide on faults. */
export function judge(metric: Metric, value: MetricValue, param: (name: string) => unknown): Judgement {
  const low = amountOf(metric.healthy?.min, param)
  const high = amountOf(metric.healthy?.max, param)
  const listed = metric.healthy?.in
  if (value === null) return { low, high, usual: undefined }
  if (listed) return { low, high, usual: listed.some(code => code === value || Number(code) === Number(value)) }
  if (typeof value !== 'number' || (low === undefined && high === undefined)) return { low, high, usual: undefined }
  return { low, high, usual: value >= (low ?? value) && value <= (high ?? value) }
}
