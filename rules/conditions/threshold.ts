import type { ConditionOf } from '#domain/condition.ts'
import type { Context, Memory, Outcome } from './context.ts'
import { recall } from './context.ts'
import { hold } from './hold.ts'
import { leaf } from './leaf.ts'
import { type MeanWindow, meanOfDay, remember } from './meanOfDay.ts'
import { compare, durationMs, quantity } from './quantity.ts'

/** `metric op value` for `forS`; with `fn` of the magnitude, or of the mean of the last 24 h. */
export function threshold(condition: ConditionOf<'threshold'>, memory: Memory, context: Context): Outcome {
  if (condition.fn === 'mean24h') return thresholdOfMean(condition, memory, context)
  const limit = quantity(condition.value, context)
  const raw = leaf(context.observe(condition.metric), ({ value }) => {
    if (typeof value !== 'number') return undefined
    return compare(condition.fn === 'abs' ? Math.abs(value) : value, condition.op, limit)
  })
  return hold(raw, durationMs(condition.forS, context), memory, context.now)
}

function thresholdOfMean(condition: ConditionOf<'threshold'>, memory: Memory, context: Context): Outcome {
  const limit = quantity(condition.value, context)
  const known = recall<{ since: Memory; window: MeanWindow }>(memory)
  const observed = context.observe(condition.metric)
  const window = remember(known?.window, observed)
  const raw = leaf(observed, () => {
    const mean = meanOfDay(window, context.now)
    return mean === undefined ? undefined : compare(mean, condition.op, limit)
  })
  const outcome = hold(raw, durationMs(condition.forS, context), known?.since, context.now)
  return { ...outcome, memory: { since: outcome.memory, window } }
}
