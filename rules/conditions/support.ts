import type { Condition } from '#domain/condition.ts'
import { RECOVERED } from './external.ts'

/** The parts of a condition that cannot be evaluated, which count as false: `trend`, `external:correlation`. */
export const unsupportedIn = (condition: Condition): string[] => [...new Set(walk(condition))]

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
    case 'deviation':
    case 'trend':
      return [condition.type]
    case 'external':
      return RECOVERED.includes(condition.name) ? [] : [`external:${condition.name}`]
    case 'rate':
    case 'stuck':
      return condition.when ? walk(condition.when) : []
    default:
      return []
  }
}

/** Whether telemetry can make the condition true at all. */
export function canBeTrue(condition: Condition): boolean {
  switch (condition.type) {
    case 'any':
      return condition.of.some(canBeTrue)
    case 'all':
      return condition.of.every(canBeTrue)
    case 'manual':
      return false
    default:
      return unsupportedIn(condition).length === 0
  }
}
