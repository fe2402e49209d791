import type { ConditionOf } from '#domain/condition.ts'
import type { Context, Memory, Outcome } from './context.ts'
import { recall } from './context.ts'
import { hold, type Raw } from './hold.ts'
import { outcomeOfParts, type PartsMemory, stepParts } from './partsMemory.ts'
import { durationMs } from './quantity.ts'

/** AND in Kleene's logic: false when one is false, unknown when none is false and one unknown; optionally for `forS`. */
export function all(condition: ConditionOf<'all'>, memory: Memory, context: Context): Outcome {
  const known = recall<PartsMemory>(memory)
  const parts = stepParts(condition.of, known, context)
  const outcome = hold(conjunction(parts), durationMs(condition.forS, context), known?.since, context.now)
  return outcomeOfParts(known, parts, outcome)
}

function conjunction(parts: readonly Outcome[]): Raw {
  let wakeAt = Infinity
  let since = -Infinity
  let waitingSince = -Infinity
  let at = -Infinity
  let holds = true
  let fails = false
  let comes = true
  for (const part of parts) {
    wakeAt = Math.min(wakeAt, part.wakeAt)
    holds &&= part.truth === true
    fails ||= part.truth === false
    comes &&= part.truth === true || part.pending !== undefined
    since = Math.max(since, part.since)
    waitingSince = Math.max(waitingSince, part.pending?.since ?? part.since)
    at = Math.max(at, part.pending?.at ?? part.since)
  }
  if (holds) return { truth: true, since, wakeAt }
  const truth = fails ? false : undefined
  return comes ? { truth, since: 0, wakeAt, pending: { since: waitingSince, at } } : { truth, since: 0, wakeAt }
}
