import type { Condition } from '#domain/condition.ts'

/** The metrics that a condition looks at, each once; `*` is none. */
export const metricsOf = (condition: Condition): string[] => [...new Set(walk(condition))].filter(m => m !== '*')

function walk(condition: Condition): string[] {
  switch (condition.type) {
    case 'all':
    case 'any':
      return condition.of.flatMap(walk)
    case 'count':
    case 'nOfM':
      return walk(condition.of)
    case 'sequence':
      return [...walk(condition.first), ...walk(condition.then)]
    case 'spread':
      return condition.metrics
    case 'manual':
    case 'external':
      return []
    case 'rate':
    case 'stuck':
      return [condition.metric, ...(condition.when ? walk(condition.when) : [])]
    default:
      return [condition.metric]
  }
}
