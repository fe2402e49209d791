import type { ConditionOf } from '#domain/condition.ts'
import type { Millis } from '#domain/time.ts'
import type { Context, Memory, Outcome } from './context.ts'
import { recall } from './context.ts'
import { hold, type Raw } from './hold.ts'
import { compare, quantity } from './quantity.ts'

/** More edges than this in one window are not told apart. */
const MAX_EDGES = 256

type Edges = {
  readonly of: Memory
  readonly since: Memory
  /** Since when edges are counted. */
  readonly from: Millis
  readonly was: boolean | null
  readonly edges: readonly Millis[]
} & { readonly [key: string]: Memory }

/** How often `of` became true within `windowS`. "Fewer than" is unknown until a whole window has been watched. */
export function count(condition: ConditionOf<'count'>, memory: Memory, context: Context): Outcome {
  const known = recall<Edges>(memory)
  const part = context.step(condition.of, known?.of)
  const from = known?.from ?? context.now
  const edges = edgesOf(known, part, context.now - condition.windowS * 1000)
  const raw = judge(condition, edges, from, context)
  const outcome = hold({ ...raw, wakeAt: Math.min(raw.wakeAt, part.wakeAt) }, 0, known?.since, context.now)
  const was = part.truth ?? known?.was ?? null
  return { ...outcome, memory: { of: part.memory, since: outcome.memory, from, was, edges } }
}

function edgesOf(known: Edges | undefined, part: Outcome, oldest: Millis): readonly Millis[] {
  const edges = (known?.edges ?? []).filter(at => at > oldest)
  return part.truth && known?.was === false ? [...edges, part.since].slice(-MAX_EDGES) : edges
}

function judge(condition: ConditionOf<'count'>, edges: readonly Millis[], from: Millis, context: Context): Raw {
  const windowMs = condition.windowS * 1000
  const reached = compare(edges.length, condition.op, quantity(condition.value, context))
  const leaves = edges[0] === undefined ? Infinity : edges[0] + windowMs
  const fewer = condition.op === '<' || condition.op === '<='
  const watchedFrom = from + windowMs
  if (fewer && reached && context.now < watchedFrom)
    return { truth: undefined, since: 0, wakeAt: Math.min(leaves, watchedFrom) }
  return { truth: reached, since: fewer ? context.now : (edges.at(-1) ?? context.now), wakeAt: leaves }
}
