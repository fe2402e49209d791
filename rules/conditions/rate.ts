import type { ConditionOf } from '#domain/condition.ts'
import type { Millis } from '#domain/time.ts'
import type { Context, Memory, Observation, Outcome } from './context.ts'
import { recall } from './context.ts'
import { hold } from './hold.ts'
import { leaf } from './leaf.ts'
import { compare, quantity } from './quantity.ts'

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 }
/** Points kept of a window, however often the metric is sampled. */
const RESOLUTION = 60
/** The part of the window that samples must span before a slope means something. */
const COVERAGE = 0.5
/** A counter beyond this part of its range that falls has rolled over (catalogue §6.4, counters). */
const NEARLY_FULL = 0.9

type Point = readonly [ts: Millis, value: number]

/** The slope of the last `windowS` (least squares), in the metric's unit per `per`, while `when` holds. */
export function rate(condition: ConditionOf<'rate'>, memory: Memory, context: Context): Outcome {
  const known = recall<{ when: Memory; since: Memory; points: readonly Point[]; raw: number | null }>(memory)
  const when = condition.when && context.step(condition.when, known?.when)
  const observed = context.observe(condition.metric)
  const watched = !when || when.truth === true
  const { points, raw: newest } = watched
    ? withSample(known ?? { points: [], raw: null }, observed, condition, context)
    : { points: [], raw: null }
  const raw = leaf(observed, () => {
    if (when && !when.truth) return when.truth
    const slope = slopeOf(points, condition)
    return slope === undefined ? undefined : compare(slope, condition.op, quantity(condition.value, context))
  })
  const wakeAt = Math.min(raw.wakeAt, when?.wakeAt ?? Infinity)
  const outcome = hold({ ...raw, wakeAt }, 0, known?.since, context.now)
  return { ...outcome, memory: { when: when?.memory ?? null, since: outcome.memory, points, raw: newest } }
}

type Series = { readonly points: readonly Point[]; readonly raw: number | null }

function withSample(known: Series, observed: Observation, condition: ConditionOf<'rate'>, context: Context): Series {
  if (typeof observed === 'string' || typeof observed.value !== 'number') return known
  const { points, raw } = known
  const newest = points.at(-1)
  const { ts, value } = observed
  if (ts <= (newest?.[0] ?? -1)) return known
  const windowMs = condition.windowS * 1000
  const grown = newest && raw !== null ? newest[1] + increase(raw, value, context.rollsOverAt(condition.metric)) : value
  const crowded = ts - (points.at(-2)?.[0] ?? -Infinity) < windowMs / RESOLUTION
  const next = [...(crowded ? points.slice(0, -1) : points), [ts, grown] as const]
  return { points: next.filter(p => p[0] >= ts - windowMs), raw: value }
}

/** What a counter that falls has counted: it rolled over when it was near its end, otherwise it began anew from 0. */
function increase(from: number, to: number, rollsOverAt: number | undefined): number {
  if (rollsOverAt === undefined || to >= from) return to - from
  return from > NEARLY_FULL * rollsOverAt ? to + rollsOverAt - from : to
}

function slopeOf(points: readonly Point[], { windowS, per }: ConditionOf<'rate'>): number | undefined {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || last[0] - first[0] < windowS * 1000 * COVERAGE) return undefined
  const unitMs = UNIT_MS[per]
  if (unitMs === undefined) throw new Error(`unknown time unit ${per}`)
  const xs = points.map(p => (p[0] - first[0]) / unitMs)
  const meanX = xs.reduce((a, b) => a + b, 0) / xs.length
  const meanY = points.reduce((a, p) => a + p[1], 0) / points.length
  const covariance = points.reduce((sum, p, i) => sum + ((xs[i] ?? 0) - meanX) * (p[1] - meanY), 0)
  return covariance / xs.reduce((sum, x) => sum + (x - meanX) ** 2, 0)
}
