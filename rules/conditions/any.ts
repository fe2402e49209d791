import type { ConditionOf } from '#domain/condition.ts'
import type { Context, Memory, Outcome } from './context.ts'
import { recall } from './context.ts'
import { hold, type Raw } from './hold.ts'
import { type PartsMemory, partsMemory } from './partsMemory.ts'
import { durationMs } from './quantity.ts'

/** OR in Kleene's logic: true when one is true, unknown when none is true and one unknown; optionally for `forS`. */
export function any(condition: ConditionOf<'any'>, memory: Memory, context: Context): Outcome {
  const known = recall<PartsMemory>(memory)
  const parts = condition.of.map((part, i) => context.step(part, known?.of[i]))
  const outcome = hold(disjunction(parts), durationMs(condition.forS, context), known?.since, context.now)
  return { ...outcome, memory: partsMemory(known, parts, outcome.memory) }
}

function disjunction(parts: readonly Outcome[]): Raw {
  const wakeAt = parts.reduce((at, p) => Math.min(at, p.wakeAt), Infinity)
  const since = parts.reduce((at, p) => (p.truth ? Math.min(at, p.since) : at), Infinity)
  if (since < Infinity) return { truth: true, since, wakeAt }
  const truth = parts.some(p => p.truth === undefined) ? undefined : false
  return { truth, since: 0, wakeAt, pending: soonest(parts) }
}

const soonest = (parts: readonly Outcome[]): Outcome['pending'] =>
  parts.reduce<Outcome['pending']>(
    (best, { pending }) => (pending && !(best && best.at <= pending.at) ? pending : best),
    undefined,
  )
