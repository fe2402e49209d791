import type { Metric } from '#domain/equipmentClass.ts'
import type { FaultItem } from '../../api/items.ts'

/** The metrics that decided on a fault, those first that a chart says most about: with a limit, then measured ones. */
export function decidingMetrics(
  evidence: FaultItem['evidence'],
  metricOf: (name: string) => Metric | undefined,
): string[] {
  const rank = (item: FaultItem['evidence'][number]): number => {
    if (item.limit !== undefined) return 0
    return metricOf(item.metric)?.kind === 'gauge' ? 1 : 2
  }
  return [...new Set(evidence.toSorted((a, b) => rank(a) - rank(b)).map(item => item.metric))]
}
