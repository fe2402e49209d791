import type { Condition } from '#domain/condition.ts'
import { everyPart } from './everyPart.ts'

/** Those of a condition itself, `*` among them. */
export function ownMetrics(condition: Condition): string[] {
  if (condition.type === 'spread') return condition.metrics
  return 'metric' in condition && condition.metric !== undefined ? [condition.metric] : []
}

const known = new WeakMap<Condition, readonly string[]>()

/** The metrics that a condition looks at, each once; `*` is none. Found once a condition, since evaluations ask too. */
export function metricsOf(condition: Condition): readonly string[] {
  const found = known.get(condition)
  if (found) return found
  const names = [...new Set(everyPart(condition).flatMap(ownMetrics))].filter(m => m !== '*')
  known.set(condition, names)
  return names
}
