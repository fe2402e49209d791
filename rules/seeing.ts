import type { Peak, Seen } from '#domain/faults.ts'
import { isUpper, type Limit } from '#domain/limits.ts'
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

interface Look extends Pick<Context, 'observe' | 'param'> {
  limits: readonly Limit[]
}

/** Takes in what is seen while the condition holds, and has since `since`. @returns the same when that is nothing new */
export function lookOn(before: Seeing | undefined, since: Millis, context: Look): Seeing {
  let peaks = before?.peaks ?? []
  for (const { of, metrics } of context.limits)
    for (const metric of metrics) peaks = withPeak(peaks, of, metric, context)
  if (before && before.since === since && before.peaks === peaks) return before
  return { since, heldMs: before?.heldMs ?? 0, peaks }
}

function withPeak(peaks: readonly Peak[], of: Limit['of'], metric: string, context: Look): readonly Peak[] {
  const seen = context.observe(metric)
  if (typeof seen === 'string' || typeof seen.value !== 'number') return peaks
  const value = of.fn === 'abs' ? Math.abs(seen.value) : seen.value
  const known = peaks.findIndex(peak => peak.metric === metric && peak.op === of.op)
  const most = peaks[known]?.value
  if (most !== undefined && (isUpper(of) ? value <= most : value >= most)) return peaks
  const limit = quantity(of.value, context)
  if (!compare(value, of.op, limit)) return peaks
  const per = typeof of.value === 'object' ? Number(context.param(of.value.param)) : undefined
  const peak: Peak = { metric, op: of.op, value, ts: seen.ts, limit, ...(per !== undefined && { per }) }
  return known < 0 ? [...peaks, peak] : peaks.with(known, peak)
}

/** The condition holds no more. */
export function lookAway(before: Seeing, now: Millis): Seeing {
  const { since, ...rest } = before
  return since === undefined ? before : { ...rest, heldMs: Math.max(rest.heldMs, now - since) }
}

export const seenOf = ({ heldMs, peaks }: Seeing): Seen => ({ heldS: heldMs / 1000, peaks })
