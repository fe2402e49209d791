import type { ConditionOf } from '#domain/condition.ts'
import type { Context, Memory, Outcome } from './context.ts'
import { hold } from './hold.ts'

/** The codes that a correlation counts. */
export const correlated = ({ fault = '' }: ConditionOf<'external'>): readonly string[] =>
  fault.split('|').filter(code => code !== '')

/**
 * At least `n` pieces of equipment of one zone have one of the faults at the same time. The one that completes the
 * number carries the fault for the zone; the others stay quiet meanwhile. A fault that ended before the number is
 * complete does not count, however lately that was.
 */
export function correlation({ n = 2 }: ConditionOf<'external'>, memory: Memory, context: Context): Outcome {
  const { count, taken } = context.inZone()
  return hold({ truth: count >= n && !taken, since: context.now, wakeAt: Infinity }, 0, memory, context.now)
}

/** At most `n` of the faults that the fault's own correlation counts are still open in the zone. */
export function correlationCleared({ n = 0 }: ConditionOf<'external'>, memory: Memory, context: Context): Outcome {
  const { count } = context.inZone()
  return hold({ truth: count <= n, since: context.now, wakeAt: Infinity }, 0, memory, context.now)
}
