import type { ConditionOf } from '#domain/condition.ts'
import type { Context, Memory, Observation, Outcome, Truth } from './context.ts'
import { recall } from './context.ts'
import { hold } from './hold.ts'
import { leaf, rawOf } from './leaf.ts'
import { type MeanWindow, meanOf, remember } from './meanWindow.ts'
import { compare, durationMs, quantity } from './quantity.ts'

const DAY_S = 86_400

/** `metric op value` for `forS`; with `fn` of the magnitude, or of the mean of a window. */
export function threshold(condition: ConditionOf<'threshold'>, memory: Memory, context: Context): Outcome {
  if (condition.fn === 'mean24h' || condition.fn === 'mean') return thresholdOfMean(condition, memory, context)
  const limit = quantity(condition.value, context)
  const observed = context.observe(condition.metric)
  const raw = rawOf(observed, passes(condition, observed, limit))
  return hold(raw, durationMs(condition.forS, context), memory, context.now)
}

function passes({ fn, op }: ConditionOf<'threshold'>, observed: Observation, limit: number): Truth {
  if (typeof observed === 'string' || typeof observed.value !== 'number') return undefined
  return compare(fn === 'abs' ? Math.abs(observed.value) : observed.value, op, limit)
}

function thresholdOfMean(condition: ConditionOf<'threshold'>, memory: Memory, context: Context): Outcome {
  const limit = quantity(condition.value, context)
  const windowMs = 1000 * ((condition.fn === 'mean' && condition.windowS) || DAY_S)
  const known = recall<{ since: Memory; window: MeanWindow }>(memory)
  const observed = context.observe(condition.metric)
  const window = remember(known?.window, observed, windowMs)
  const raw = leaf(observed, () => {
    const mean = meanOf(window, context.now, windowMs)
    return mean === undefined ? undefined : compare(mean, condition.op, limit)
  })
  const outcome = hold(raw, durationMs(condition.forS, context), known?.since, context.now)
  return { ...outcome, memory: { since: outcome.memory, window } }
}
