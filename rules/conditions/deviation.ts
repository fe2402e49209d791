import type { ConditionOf } from '#domain/condition.ts'
import { type Baseline, learn, normal } from './baseline.ts'
import type { Context, Memory, Outcome } from './context.ts'
import { recall } from './context.ts'
import { hold } from './hold.ts'
import { leaf } from './leaf.ts'
import { type MeanWindow, meanOf, remember } from './meanWindow.ts'
import { asComparison, compare } from './quantity.ts'

/**
 * The mean of the last `windowS` against a baseline, in percent of its magnitude or in the metric's unit. Unknown while
 * the baseline is learned (the first seven days with samples; of a rolling one, of the 30 days before the window).
 */
export function deviation(condition: ConditionOf<'deviation'>, memory: Memory, context: Context): Outcome {
  const windowMs = condition.windowS * 1000
  const rolling = condition.baseline !== 'commissioning'
  const known = recall<{ since: Memory; window: MeanWindow; baseline: Baseline }>(memory)
  const observed = context.observe(condition.metric)
  const window = remember(known?.window, observed, windowMs)
  const baseline = learn(known?.baseline, observed, rolling, windowMs)
  const raw = leaf(observed, () => {
    const usual = normal(baseline, rolling, context.now, windowMs)
    const mean = meanOf(window, context.now, windowMs)
    if (usual === undefined || mean === undefined) return undefined
    const apart = distance(mean, usual, condition.unit)
    return apart === undefined ? undefined : compare(apart, asComparison(condition.op), condition.value)
  })
  const outcome = hold(raw, 0, known?.since, context.now)
  return { ...outcome, memory: { since: outcome.memory, window, baseline } }
}

/** Percent of nothing is unknown. */
function distance(mean: number, usual: number, unit: string): number | undefined {
  if (unit !== '%') return mean - usual
  return usual === 0 ? undefined : (100 * (mean - usual)) / Math.abs(usual)
}
