import type { ConditionOf } from '#domain/condition.ts'
import type { Millis } from '#domain/time.ts'
import type { Context, Memory, Outcome } from './context.ts'
import { never, recall } from './context.ts'

const UP = 1
const DOWN = 2
/** An ordinary change of direction stops first and takes longer (EN 115-1:2017, 5.4.2.3: it must stop before reversal). */
const STOPPING_MS = 2_000

/** An escalator that ran one way runs the other way without having stopped in between; or the device itself says so. */
export function reversal({ metric }: ConditionOf<'external'>, memory: Memory, context: Context): Outcome {
  const known = recall<{ way: number; ts: Millis; at: Millis | null }>(memory)
  const observed = metric === undefined ? 'unknown' : context.observe(metric)
  if (typeof observed === 'string' || typeof observed.value !== 'number')
    return { ...never, truth: context.reported || undefined, since: context.now, memory }
  const { value: way, ts } = observed
  const turned =
    known !== undefined && known.way !== way && way + known.way === UP + DOWN && ts - known.ts <= STOPPING_MS
  const at = turned ? ts : known?.way === way ? known.at : null
  const truth = at !== null || context.reported === true
  return { ...never, truth, since: truth ? (at ?? context.now) : 0, memory: { way, ts, at } }
}
