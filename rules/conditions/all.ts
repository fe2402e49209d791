import type { ConditionOf } from '#domain/condition.ts'
import type { Context, Memory, Outcome } from './context.ts'
import { recall } from './context.ts'
import { hold, type Raw } from './hold.ts'
import { durationMs } from './quantity.ts'

/** AND in Kleene's logic: false when one is false, unknown when none is false and one unknown; optionally for `forS`. */
export function all(condition: ConditionOf<'all'>, memory: Memory, context: Context): Outcome {
  const known = recall<{ of: readonly Memory[]; since: Memory }>(memory)
  const parts = condition.of.map((part, i) => context.step(part, known?.of[i]))
  const outcome = hold(conjunction(parts), durationMs(condition.forS, context), known?.since, context.now)
  return { ...outcome, memory: { of: parts.map(p => p.memory), since: outcome.memory } }
}

function conjunction(parts: readonly Outcome[]): Raw {
  const wakeAt = parts.reduce((at, p) => Math.min(at, p.wakeAt), Infinity)
  if (parts.every(p => p.truth)) return { truth: true, since: Math.max(...parts.map(p => p.since)), wakeAt }
  const truth = parts.some(p => p.truth === false) ? false : undefined
  if (!parts.every(p => p.truth || p.pending)) return { truth, since: 0, wakeAt }
  const since = Math.max(...parts.map(p => p.pending?.since ?? p.since))
  const at = Math.max(...parts.map(p => p.pending?.at ?? p.since))
  return { truth, since: 0, wakeAt, pending: { since, at } }
}
