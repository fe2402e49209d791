import type { ConditionOf } from '#domain/condition.ts'
import type { Context, Memory, Outcome, Sample } from './context.ts'
import { hold, type Raw } from './hold.ts'
import { staleFrom } from './leaf.ts'
import { compare, durationMs, quantity } from './quantity.ts'

/** The distance between the largest and the smallest of several metrics, for `forS`. */
export function spread(condition: ConditionOf<'spread'>, memory: Memory, context: Context): Outcome {
  return hold(distance(condition, context), durationMs(condition.forS, context), memory, context.now)
}

function distance(condition: ConditionOf<'spread'>, context: Context): Raw {
  const observed = condition.metrics.map(metric => context.observe(metric))
  if (observed.includes('notApplicable')) return { truth: false, since: 0, wakeAt: Infinity }
  const known = observed.filter((o): o is Sample => typeof o === 'object')
  const values = known.map(s => s.value).filter(v => typeof v === 'number')
  if (values.length < condition.metrics.length) return { truth: undefined, since: 0, wakeAt: Infinity }
  const truth = compare(Math.max(...values) - Math.min(...values), condition.op, quantity(condition.value, context))
  return {
    truth,
    since: Math.max(...known.map(s => s.ts)),
    wakeAt: truth ? Math.min(...known.map(staleFrom)) : Infinity,
  }
}
