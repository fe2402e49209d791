import type { FaultRule } from '#domain/equipmentClass.ts'
import { SEVERITIES, type Severity } from '#domain/faults.ts'
import type { Millis } from '#domain/time.ts'
import type { Context, Memory } from './conditions/context.ts'
import { durationMs } from './conditions/quantity.ts'
import type { Firing } from './lifecycle.ts'

/** How long a milder grade must last before a fault falls to it. */
const HOLD_S = 300

interface Graded {
  firing: Firing
  memory: readonly Memory[]
  wakeAt: Millis
  /** When the grade changed; undefined when it did not. */
  at: Millis | undefined
}

/** Grades an open fault by the first of its tiers that holds: up at once, down after a hold, never on unknown. */
export function grade(
  rule: FaultRule,
  tiers: NonNullable<FaultRule['tiers']>,
  memory: readonly Memory[] | undefined,
  firing: Firing,
  context: Context,
): Graded {
  const outcomes = tiers.map((tier, i) => context.step(tier.condition, memory?.[i]))
  const wakeAt = outcomes.reduce((at, outcome) => Math.min(at, outcome.wakeAt), Infinity)
  const first = outcomes.findIndex(outcome => outcome.truth === true)
  const unknown = outcomes.slice(0, first < 0 ? undefined : first).some(outcome => outcome.truth === undefined)
  const shown = tiers[first]?.severity ?? rule.severity
  const was = firing.severity ?? rule.severity
  const kept = { memory: outcomes.map(outcome => outcome.memory), wakeAt, at: undefined }
  const { milderSince, severity: _, ...rest } = firing
  const graded = (severity: Severity): Firing => ({ ...rest, ...(severity !== rule.severity && { severity }) })
  if (shown === was || (unknown && isWorse(was, shown))) return { ...kept, firing: graded(was) }
  if (isWorse(shown, was))
    return { ...kept, firing: graded(shown), at: Math.max(outcomes[first]?.since ?? 0, firing.firedAt) }
  const since = milderSince ?? context.now
  const due = since + durationMs(rule.severityHoldS ?? HOLD_S, context)
  if (context.now >= due) return { ...kept, firing: graded(shown), at: due }
  return { ...kept, firing: { ...graded(was), milderSince: since }, wakeAt: Math.min(wakeAt, due) }
}

const isWorse = (a: Severity, b: Severity): boolean => SEVERITIES.indexOf(a) < SEVERITIES.indexOf(b)
