import type { ConditionOf } from '#domain/condition.ts'
import type { Millis } from '#domain/time.ts'
import type { Context, Memory, Outcome } from './context.ts'
import { recall } from './context.ts'
import { hold } from './hold.ts'
import { metricsOf } from './metricsOf.ts'

type Ring = {
  readonly of: Memory
  readonly since: Memory
  readonly last: Millis
  readonly seen: readonly boolean[]
} & {
  readonly [key: string]: Memory
}

/** `of` was true in at least `n` of the last `m` samples (of stops, of tests: each is one sample). */
export function nOfM(condition: ConditionOf<'nOfM'>, memory: Memory, context: Context): Outcome {
  const known = recall<Ring>(memory)
  const part = context.step(condition.of, known?.of)
  const newest = newestSample(condition, context)
  const fresh = part.truth !== undefined && newest > (known ? known.last + gapMs(condition) : -1)
  const seen = fresh ? [...(known?.seen ?? []), part.truth].slice(-condition.m) : (known?.seen ?? [])
  const enough = seen.filter(Boolean).length >= condition.n
  const truth = part.truth === undefined || seen.length === 0 ? undefined : enough
  const outcome = hold({ truth, since: newest, wakeAt: part.wakeAt }, 0, known?.since, context.now)
  const last = fresh ? newest : (known?.last ?? -1)
  return { ...outcome, memory: { of: part.memory, since: outcome.memory, last, seen } }
}

/** A sample counts when it is more than so much newer than the last that counted. */
const gapMs = ({ everyS = 0 }: ConditionOf<'nOfM'>): Millis => Math.max(0, everyS * 1000 - 1)

function newestSample(condition: ConditionOf<'nOfM'>, context: Context): Millis {
  let newest = -1
  for (const metric of metricsOf(condition.of)) {
    const observed = context.observe(metric)
    if (typeof observed === 'object' && observed.ts > newest) newest = observed.ts
  }
  return newest
}
