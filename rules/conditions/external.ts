import type { ConditionOf } from '#domain/condition.ts'
import type { Context, Memory, Outcome, Truth } from './context.ts'
import { never } from './context.ts'
import { correlation, correlationCleared } from './correlation.ts'
import { hold } from './hold.ts'
import { durationMs } from './quantity.ts'
import { reversal } from './reversal.ts'

type Predicate = (condition: ConditionOf<'external'>, memory: Memory, context: Context) => Outcome

/** The fault's own condition has been over for `forS`: the device speaks again, the value moves again. */
const recovered: Predicate = (condition, memory, context) => held(over(context), condition, memory, context)

/** As {@link recovered}, and every value that the fault looks at is inside its healthy range, where it has one. */
const plausible: Predicate = (condition, memory, context) => {
  const ended = over(context)
  const odd = context.subjects.some(metric => context.healthy(metric) === false)
  return held(ended && !odd, condition, memory, context)
}

/** A result that only the device itself can tell, in its event of the fault's code. */
const reportedByDevice: Predicate = (condition, memory, context) =>
  held(context.reported ?? false, condition, memory, context)

const PREDICATES: Readonly<Record<string, Predicate>> = {
  anyTelemetry: recovered,
  valueChanged: recovered,
  valuePlausible: plausible,
  brakeSelfTest: reportedByDevice,
  directionReversalWithoutCommand: reversal,
  correlation,
  correlationCleared,
}

const over = ({ active }: Context): Truth => (active === undefined ? undefined : !active)

const held = (truth: Truth, condition: ConditionOf<'external'>, memory: Memory, context: Context): Outcome =>
  hold({ truth, since: context.now, wakeAt: Infinity }, durationMs(condition.forS, context), memory, context.now)

export const isPredicate = (name: string): boolean => Object.hasOwn(PREDICATES, name)

/** A named predicate; one that the rules do not know is never true, and the rule's health says so. */
export const external: Predicate = (condition, memory, context) =>
  PREDICATES[condition.name]?.(condition, memory, context) ?? never
