import type { ConditionOf } from '#domain/condition.ts'
import type { Millis } from '#domain/time.ts'
import type { Context, Memory, Outcome } from './context.ts'
import { recall } from './context.ts'
import { hold, type Raw } from './hold.ts'
import { staleFrom } from './leaf.ts'

/** The value does not change at all for `windowS`, while `when` holds. */
export function stuck(condition: ConditionOf<'stuck'>, memory: Memory, context: Context): Outcome {
  const known = recall<{ when: Memory; value: number | boolean | null; since: Millis | null }>(memory)
  const when = condition.when && context.step(condition.when, known?.when)
  const observed = context.observe(condition.metric)
  const value = typeof observed === 'object' ? observed.value : null
  const moved = value !== known?.value
  const raw: Raw = {
    truth: value === null ? (observed === 'unknown' ? undefined : false) : when ? when.truth : true,
    since: typeof observed === 'object' && !when ? observed.ts : context.now,
    wakeAt: Math.min(typeof observed === 'object' ? staleFrom(observed) : Infinity, when?.wakeAt ?? Infinity),
  }
  const outcome = hold(raw, condition.windowS * 1000, moved ? null : known?.since, context.now)
  return { ...outcome, memory: { when: when?.memory ?? null, value, since: outcome.memory as Millis | null } }
}
