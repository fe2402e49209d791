import type { Equipment } from '#domain/equipment.ts'
import type { SpoolItem } from '#domain/spool.ts'
import type { MetricValue } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import { readingItem } from '../readingItem.ts'
import type { Samples } from './series.ts'

/** 2026-01-01T00:00:00Z: the first report of every test. */
export const START = Date.UTC(2026, 0, 1)

interface Reporting {
  interval: Millis
  until: Millis
  /** Nothing is reported from the first on, before the second; times since the start. */
  silent: readonly Millis[]
}

/** What a piece of equipment reports: at each interval one message with the samples of that time. */
export function readingItems(
  equipment: Equipment,
  series: ReadonlyMap<string, Samples>,
  { interval, until, silent: [from = Infinity, to = Infinity] }: Reporting,
): SpoolItem[] {
  const items: SpoolItem[] = []
  for (let i = 0; i * interval <= until; i++) {
    const at = i * interval
    const metrics = at >= from && at < to ? {} : metricsAt(series, i)
    if (Object.keys(metrics).length > 0) items.push(readingItem(equipment, START + at, metrics))
  }
  return items
}

function metricsAt(series: ReadonlyMap<string, Samples>, i: number): Record<string, MetricValue> {
  const metrics: Record<string, MetricValue> = {}
  for (const [name, samples] of series) {
    const value = samples[Math.min(i, samples.length - 1)]
    if (value !== undefined) metrics[name] = value
  }
  return metrics
}

/** The device's own word about a fault, at a time since the start. */
export function eventItem(equipment: Equipment, code: string, at: Millis, active: boolean): SpoolItem {
  const { site, gateway = '', id, class: kind } = equipment
  const ts = START + at
  return { kind: 'event', equipment: id, class: kind, site, gateway, receivedAt: ts, event: { ts, code, active } }
}

export const timeOf = (item: SpoolItem): Millis =>
  item.kind === 'reading' ? item.reading.ts : item.kind === 'event' ? item.event.ts : item.receivedAt
