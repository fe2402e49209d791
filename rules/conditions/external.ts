import type { ConditionOf } from '#domain/condition.ts'
import type { Context, Memory, Outcome } from './context.ts'
import { never } from './context.ts'
import { hold } from './hold.ts'
import { durationMs } from './quantity.ts'

/** Predicates that mean: the fault's own condition has been over for `forS` (the device speaks, the value moves). */
export const RECOVERED: readonly string[] = ['anyTelemetry', 'valueChanged']

/** A named predicate; one that the rules do not know is never true, and the rule's health says so. */
export function external(condition: ConditionOf<'external'>, memory: Memory, context: Context): Outcome {
  if (!RECOVERED.includes(condition.name)) return never
  const truth = context.active === undefined ? undefined : !context.active
  const raw = { truth, since: context.now, wakeAt: Infinity }
  return hold(raw, durationMs(condition.forS, context), memory, context.now)
}
