import type { ConditionOf } from '#domain/condition.ts'
import type { Context, Memory, Outcome, Sample } from './context.ts'
import { hold } from './hold.ts'
import { rawOf } from './leaf.ts'
import { durationMs } from './quantity.ts'

/** The value is one of `in`, or none of `notIn`, for `forS`. */
export function state(condition: ConditionOf<'state'>, memory: Memory, context: Context): Outcome {
  const observed = context.observe(condition.metric)
  const raw = rawOf(observed, typeof observed === 'string' ? undefined : matches(condition, observed, context))
  return hold(raw, durationMs(condition.forS, context), memory, context.now)
}

function matches(condition: ConditionOf<'state'>, sample: Sample, context: Context): boolean {
  if (condition.in && !condition.in.some(code => isCode(sample, code, context))) return false
  return !condition.notIn?.some(code => isCode(sample, code, context))
}

/** A code in words (`VENDOR:OVERSPEED`) is the number that the equipment's parameter of that name gives it. */
const isCode = (sample: Sample, code: number | boolean | string, context: Context): boolean =>
  sample.value === (typeof code === 'string' ? context.param(code) : code)
