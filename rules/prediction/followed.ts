import type { Condition, ConditionOf } from '#domain/condition.ts'
import { type Memory, recall } from '../conditions/context.ts'
import type { PartsMemory } from '../conditions/partsMemory.ts'

/** A trend that a rule follows, with what it remembers. */
export interface Followed {
  condition: ConditionOf<'trend'>
  memory: Memory
}

/** The trends of a condition: its own, or those of its parts. */
export function followedBy(condition: Condition, memory: Memory): Followed[] {
  if (condition.type === 'trend') return [{ condition, memory }]
  if (condition.type !== 'any' && condition.type !== 'all') return []
  const known = recall<PartsMemory>(memory)
  return condition.of.flatMap((part, i) => followedBy(part, known?.of[i]))
}
