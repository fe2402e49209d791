import type { Condition } from '#domain/condition.ts'
import { everyPart } from './everyPart.ts'

function ownMetrics(condition: Condition): string[] {
  if (condition.type === 'spread') return condition.metrics
  return 'metric' in condition && condition.metric !== undefined ? [condition.metric] : []
}

/** The metrics that a condition looks at, each once; `*` is none. */
export const metricsOf = (condition: Condition): string[] =>
  [...new Set(everyPart(condition).flatMap(ownMetrics))].filter(m => m !== '*')
