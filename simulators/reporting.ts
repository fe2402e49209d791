import type { ClassEntry } from '#domain/catalogue.ts'
import type { Metric } from '#domain/equipmentClass.ts'
import type { MetricValue } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import type { Metrics } from './model.ts'

/** A change of so many deadbands is reported at once (catalogue: hydrants report a change of 0.03 MPa at once). */
const JUMP = 3

interface Sent {
  at: Millis
  value: MetricValue
}

function jumped(metric: Metric, before: MetricValue, value: MetricValue): boolean {
  if (typeof before !== 'number' || typeof value !== 'number') return before !== value
  const { abs, pct } = metric.deadband ?? {}
  const deadband = abs ?? (pct === undefined ? Infinity : (Math.abs(before) * pct) / 100)
  return Math.abs(value - before) > JUMP * deadband
}

function due(metric: Metric, sent: Sent | undefined, value: MetricValue, at: Millis, sampleS: number): boolean {
  if (sent === undefined || metric.reportMode === 'event') return true
  if (at - sent.at >= 1000 * Math.min(metric.samplePeriodS, sampleS)) return true
  return metric.reportMode === 'onChange' && metric.kind !== 'gauge'
    ? sent.value !== value
    : jumped(metric, sent.value, value)
}

/**
 * Decides, as a sensor does, what of a measurement is worth sending: every sample of an event metric, a state when it
 * changes, everything when its sampling period is over or when it jumps.
 * @param sampleS samples at least this often, whatever the class's own periods
 */
export function createReporting(entry: ClassEntry, sampleS = Infinity) {
  const sent = new Map<string, Sent>()
  return (measured: Metrics, at: Millis): Metrics | undefined => {
    const told = Object.entries(measured).filter(([name, value]) => {
      const metric = entry.metric.get(name)
      return metric !== undefined && due(metric, sent.get(name), value, at, sampleS)
    })
    for (const [name, value] of told) sent.set(name, { at, value })
    return told.length === 0 ? undefined : Object.fromEntries(told)
  }
}
