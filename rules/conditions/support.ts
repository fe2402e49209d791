import type { Condition } from '#domain/condition.ts'
import { everyPart } from './everyPart.ts'
import { RECOVERED } from './external.ts'

function unsupportedPart(condition: Condition): string[] {
  if (condition.type === 'deviation' || condition.type === 'trend') return [condition.type]
  if (condition.type !== 'external' || RECOVERED.includes(condition.name)) return []
  return [`external:${condition.name}`]
}

/** The parts of a condition that cannot be evaluated, which count as false: `trend`, `external:correlation`. */
export const unsupportedIn = (condition: Condition): string[] => [
  ...new Set(everyPart(condition).flatMap(unsupportedPart)),
]

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
