import type { Equipment } from '#domain/equipment.ts'
import type { SpoolItem } from '#domain/spool.ts'
import type { MetricValue } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'

/** What a piece of equipment measured at once, as the rules take it in; it came the moment that it was measured. */
export function readingItem(
  { site, gateway = '', id, class: kind }: Equipment,
  ts: Millis,
  metrics: Record<string, MetricValue>,
): SpoolItem {
  const reading = { site, gateway, equipment: id, class: kind, ts, receivedAt: ts, metrics, backfill: false }
  return { kind: 'reading', reading }
}
