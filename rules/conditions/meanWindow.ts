import type { Millis } from '#domain/time.ts'
import type { Memory, Observation } from './context.ts'

/** Parts of a window: its memory is bounded however often a metric is sampled. */
const PARTS = 48
const SHORTEST_PART_MS = 1_000

type Part = readonly [start: Millis, sum: number, count: number]

/** The samples of a window, summed by part; the newest part is kept by itself, since only it changes. */
export type MeanWindow = {
  readonly from: Millis
  readonly last: Millis
  readonly start: Millis
  readonly sum: number
  readonly count: number
  readonly past: readonly Part[]
} & { readonly [key: string]: Memory }

const EMPTY: MeanWindow = { from: 0, last: -1, start: 0, sum: 0, count: 0, past: [] }

/** Takes in a sample that is newer than the last one; anything else leaves the window as it is. */
export function remember(window: MeanWindow = EMPTY, observed: Observation, windowMs: number): MeanWindow {
  if (typeof observed === 'string' || typeof observed.value !== 'number' || observed.ts <= window.last) return window
  const { ts, value } = observed
  const partMs = Math.max(windowMs / PARTS, SHORTEST_PART_MS)
  const start = ts - (ts % partMs)
  if (window.count > 0 && window.start === start)
    return { ...window, last: ts, sum: window.sum + value, count: window.count + 1 }
  const closed: readonly Part[] = window.count === 0 ? [] : [[window.start, window.sum, window.count]]
  const past = [...window.past, ...closed].filter(part => part[0] > start - windowMs - partMs)
  return { from: past.length > 0 ? window.from : ts, last: ts, start, sum: value, count: 1, past }
}

/** The mean of the samples of the window that ends now; undefined until samples cover it. */
export function meanOf(window: MeanWindow, now: Millis, windowMs: number): number | undefined {
  if (window.last - window.from < windowMs) return undefined
  const oldest = now - windowMs - Math.max(windowMs / PARTS, SHORTEST_PART_MS)
  let { sum, count } = window.start > oldest ? window : EMPTY
  for (const part of window.past) {
    if (part[0] <= oldest) continue
    sum += part[1]
    count += part[2]
  }
  return count === 0 ? undefined : sum / count
}
