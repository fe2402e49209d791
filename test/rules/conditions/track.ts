import type { Condition } from '#domain/condition.ts'
import type { ParamValue } from '#domain/equipment.ts'
import type { Context, Memory, Observation, Outcome, Truth } from '../../../rules/conditions/context.ts'
import { evaluate } from '../../../rules/conditions/evaluate.ts'

/** What a metric shows; `null` is unknown, `undefined` is not applicable. */
type Seen = Record<string, number | boolean | null | undefined>

interface Moment {
  /** Seconds. */
  at: number
  seen?: Seen
  /** When the values were measured, if not now (s). */
  measuredAt?: number
  heardAt?: number
  active?: Truth
  reported?: boolean
  /** Equipment of the zone with the fault. */
  zone?: number
}

/** Steps a condition through moments (its memory through JSON each time) and gives the outcomes in seconds. */
export function track(
  condition: Condition,
  moments: readonly Moment[],
  params: Record<string, ParamValue> = {},
  rollsOver: Record<string, number> = {},
): Outcome[] {
  let memory: Memory
  return moments.map(moment => {
    const context: Context = {
      now: moment.at * 1000,
      active: moment.active,
      reported: moment.reported,
      subjects: [],
      healthy: () => undefined,
      inZone: () => ({ count: moment.zone ?? 0, taken: false }),
      rollsOverAt: metric => rollsOver[metric],
      param: name => params[name],
      heardAt: () => (moment.heardAt === undefined ? undefined : moment.heardAt * 1000),
      observe: metric => observe(moment, metric),
      step: (part, known) => evaluate(part, known, context),
    }
    const outcome = evaluate(condition, memory, context)
    memory = JSON.parse(JSON.stringify(outcome.memory ?? null))
    return outcome
  })
}

/** A sample stays fresh for a thousand seconds. */
function observe({ at, seen, measuredAt }: Moment, metric: string): Observation {
  const value = seen?.[metric]
  if (value === null) return 'unknown'
  if (value === undefined) return 'notApplicable'
  const ts = (measuredAt ?? at) * 1000
  return { value, ts, until: ts + 1_000_000 }
}

export const truths = (outcomes: readonly Outcome[]): Truth[] => outcomes.map(o => o.truth)

/** `[seconds, value]…` of one metric. */
export const series = (
  metric: string,
  points: readonly (readonly [number, number | boolean | null | undefined])[],
): Moment[] => points.map(([at, value]) => ({ at, seen: { [metric]: value } }))
