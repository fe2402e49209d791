import type { Condition } from '#domain/condition.ts'
import type { Peak, Seen } from '#domain/faults.ts'
import { isUpper, type Limit, limitsOf } from '#domain/limits.ts'
import type { Millis } from '#domain/time.ts'
import type { Context } from './conditions/context.ts'
import { compare, quantity } from './conditions/quantity.ts'

/** What an open fault has shown so far. */
export interface Seeing {
  /** Since when its condition holds; left out while it does not. */
  since?: Millis
  heldMs: number
  peaks: readonly Peak[]
}

/** A metric of which is noted how far it passes its limit. */
export interface Watched {
  metric: string
  of: Limit['of']
  /** 1 where a higher value is further, -1 where a lower one is. */
  sign: 1 | -1
}

export const watchedBy = (condition: Condition): Watched[] =>
  limitsOf(condition).flatMap(({ of, metrics }) =>
    metrics.map((metric): Watched => ({ metric, of, sign: isUpper(of) ? 1 : -1 })),
  )

interface Look extends Pick<Context, 'observe' | 'param'> {
  watched: readonly Watched[]
}

const NONE: readonly Peak[] = []

/** Takes in what is seen while the condition holds, and has since `since`. @returns the same when that is nothing new */
export function lookOn(before: Seeing | undefined, since: Millis, context: Look): Seeing {
  const { watched } = context
  let peaks = before === undefined ? NONE : before.peaks
  for (let i = 0; i < watched.length; i++) peaks = withPeak(peaks, watched[i] as Watched, context)
  if (before !== undefined && before.since === since && before.peaks === peaks) return before
  return { since, heldMs: before === undefined ? 0 : before.heldMs, peaks }
}

function withPeak(peaks: readonly Peak[], watched: Watched, context: Look): readonly Peak[] {
  const { metric, of, sign } = watched
  const seen = context.observe(metric)
  if (typeof seen === 'string' || typeof seen.value !== 'number') return peaks
  const value = of.fn === 'abs' ? Math.abs(seen.value) : seen.value
  let known = peaks.length - 1
  while (known >= 0 && !(peaks[known]?.metric === metric && peaks[known]?.op === of.op)) known--
  const most = peaks[known]
  if (most !== undefined && sign * (value - most.value) <= 0) return peaks
  const limit = quantity(of.value, context)
  if (!compare(value, of.op, limit)) return peaks
  const per = typeof of.value === 'object' ? Number(context.param(of.value.param)) : undefined
  const peak: Peak = { metric, op: of.op, value, ts: seen.ts, limit, ...(per !== undefined && { per }) }
  return known < 0 ? [...peaks, peak] : peaks.with(known, peak)
}

/** The condition holds no more. */
export function lookAway(before: Seeing, now: Millis): Seeing {
  const { since, heldMs, peaks } = before
  return since === undefined ? before : { heldMs: Math.max(heldMs, now - since), peaks }
}

export const seenOf = ({ heldMs, peaks }: Seeing): Seen => ({ heldS: heldMs / 1000, peaks })
