import type { Condition } from '#domain/condition.ts'
import type { Millis } from '#domain/time.ts'

/** Kleene's three values; undefined is unknown. */
export type Truth = boolean | undefined

/** What a condition remembers from one evaluation to the next: plain JSON, so that it survives a restart. */
export type Memory =
  | number
  | string
  | boolean
  | null
  | undefined
  | readonly Memory[]
  | { readonly [key: string]: Memory }

/** A known value; it holds from `ts` until a newer one comes, at the latest until `until`. */
export interface Sample {
  value: number | boolean
  ts: Millis
  until: Millis
}

/** unknown: never seen, not available or stale. notApplicable: `validWhen` is not met. */
export type Observation = Sample | 'unknown' | 'notApplicable'

export interface Context {
  /** Event time of the evaluation. */
  now: Millis
  observe(metric: string): Observation
  /** The newest time at which the metric (`*`: anything) was heard; undefined when nothing tells. */
  heardAt(metric: string): Millis | undefined
  /** The equipment's parameter, or its class's default. */
  param(name: string): unknown
  /** Whether the fault's own condition holds, while its clear condition is evaluated. */
  active: Truth
  /** What the device itself last said about the fault; undefined when it has said nothing. */
  reported: boolean | undefined
  /** The metrics that the fault's own condition looks at. */
  subjects: readonly string[]
  /** Whether a metric is inside its healthy range; undefined when it is not known or has none. */
  healthy(metric: string): Truth
  /** Equipment of the zone, this one included, with an open fault of those that this one correlates. */
  inZone(): ZoneCount
  /** The value at which a counter starts again from 0; undefined when the metric is no counter. */
  rollsOverAt(metric: string): number | undefined
  step(condition: Condition, memory: Memory): Outcome
}

/** How many pieces of equipment; `taken`: another one of the zone already carries this fault for all. */
export interface ZoneCount {
  count: number
  taken: boolean
}

export interface Outcome {
  truth: Truth
  /** Event time since which the condition is true; 0 when it is not. */
  since: Millis
  memory: Memory
  /** When the truth may change without a new sample; Infinity when it cannot. */
  wakeAt: Millis
  /** The condition is not true yet, and becomes true at `at` if nothing changes. */
  pending: { since: Millis; at: Millis } | undefined
}

export const never: Outcome = { truth: false, since: 0, memory: null, wakeAt: Infinity, pending: undefined }

/** A memory that is an object, or nothing. */
export function recall<T extends { readonly [key: string]: Memory }>(memory: Memory): T | undefined {
  return typeof memory === 'object' && memory !== null && !Array.isArray(memory) ? (memory as T) : undefined
}
