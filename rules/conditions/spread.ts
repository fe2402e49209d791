import type { ConditionOf } from '#domain/condition.ts'
import type { Context, Memory, Outcome } from './context.ts'
import { hold, type Raw } from './hold.ts'
import { FALSE, staleFrom, UNKNOWN } from './leaf.ts'
import { compare, durationMs, quantity } from './quantity.ts'

/** The distance between the largest and the smallest of several metrics, for `forS`. */
export function spread(condition: ConditionOf<'spread'>, memory: Memory, context: Context): Outcome {
  return hold(distance(condition, context), durationMs(condition.forS, context), memory, context.now)
}

function distance(condition: ConditionOf<'spread'>, context: Context): Raw {
  let least = Infinity
  let most = -Infinity
  let since = -Infinity
  let stale = Infinity
  let unknown = false
  for (const metric of condition.metrics) {
    const observed = context.observe(metric)
    if (observed === 'notApplicable') return FALSE
    if (observed === 'unknown' || typeof observed.value !== 'number') {
      unknown = true
      continue
    }
    least = Math.min(least, observed.value)
    most = Math.max(most, observed.value)
    since = Math.max(since, observed.ts)
    stale = Math.min(stale, staleFrom(observed))
  }
  if (unknown) return UNKNOWN
  const apart = compare(most - least, condition.op, quantity(condition.value, context))
  return apart ? { truth: true, since, wakeAt: stale } : FALSE
}
