import type { ConditionOf } from '#domain/condition.ts'
import type { Context, Memory, Outcome } from './context.ts'
import { recall } from './context.ts'
import { hold, type Raw } from './hold.ts'
import { outcomeOfParts, type PartsMemory, stepParts } from './partsMemory.ts'
import { durationMs } from './quantity.ts'

/** OR in Kleene's logic: true when one is true, unknown when none is true and one unknown; optionally for `forS`. */
export function any(condition: ConditionOf<'any'>, memory: Memory, context: Context): Outcome {
  const known = recall<PartsMemory>(memory)
  const parts = stepParts(condition.of, known, context)
  const outcome = hold(disjunction(parts), durationMs(condition.forS, context), known?.since, context.now)
  return outcomeOfParts(known, parts, outcome)
}

function disjunction(parts: readonly Outcome[]): Raw {
  let wakeAt = Infinity
  let since = Infinity
  let unknown = false
  let soonest: Outcome['pending']
  for (const part of parts) {
    wakeAt = Math.min(wakeAt, part.wakeAt)
    if (part.truth) since = Math.min(since, part.since)
    unknown ||= part.truth === undefined
    if (part.pending && !(soonest && soonest.at <= part.pending.at)) soonest = part.pending
  }
  if (since < Infinity) return { truth: true, since, wakeAt }
  return { truth: unknown ? undefined : false, since: 0, wakeAt, pending: soonest }
}
