import type { Condition } from '#domain/condition.ts'
import { everyPart } from './everyPart.ts'
import { isPredicate } from './external.ts'

/** The parts of a condition that nothing can decide, which count as false: predicates that the rules do not know. */
export const unsupportedIn = (condition: Condition): string[] => [
  ...new Set(
    everyPart(condition).flatMap(part =>
      part.type === 'external' && !isPredicate(part.name) ? [`external:${part.name}`] : [],
    ),
  ),
]

/** Whether anything but a person can make the condition true at all. */
export function canBeTrue(condition: Condition): boolean {
  switch (condition.type) {
    case 'any':
      return condition.of.some(canBeTrue)
    case 'all':
      return condition.of.every(canBeTrue)
    case 'manual':
    case 'rule':
      return false
    default:
      return unsupportedIn(condition).length === 0
  }
}
