import { CodedError } from '#domain/errors.ts'
import type { RangeQuery } from '#domain/telemetryStore.ts'
import type { Millis } from '#domain/time.ts'
import { isName, MAX_TS } from './storable.ts'

const within = (ms: Millis): Millis => Math.min(MAX_TS + 1, Math.max(0, Math.ceil(ms) || 0))

/** The query's `[from, to)` in whole milliseconds that every store can express; undefined when nothing can lie in it. */
export function boundsOf(query: RangeQuery): { from: Millis; to: Millis } | undefined {
  const from = within(query.from)
  const to = within(query.to)
  return from < to && isName(query.class, query.metric) ? { from, to } : undefined
}

/** A positive whole number that may stand in a query's text. @throws CodedError BAD_REQUEST */
export function positive(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value
  throw new CodedError('BAD_REQUEST', { [name]: value }, `${name} must be a positive whole number`)
}
