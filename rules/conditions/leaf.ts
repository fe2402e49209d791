import type { Millis } from '#domain/time.ts'
import type { Observation, Sample, Truth } from './context.ts'
import type { Raw } from './hold.ts'

export const UNKNOWN: Raw = { truth: undefined, since: 0, wakeAt: Infinity }
export const FALSE: Raw = { truth: false, since: 0, wakeAt: Infinity }

/** The raw truth of a test of one observation; while it is true, somebody must look again when the sample goes stale. */
export const leaf = (observed: Observation, test: (sample: Sample) => Truth): Raw =>
  rawOf(observed, typeof observed === 'string' ? undefined : test(observed))

/** The same where the test is made already; of what is not observed its outcome does not count. */
export function rawOf(observed: Observation, truth: Truth): Raw {
  if (observed === 'unknown') return UNKNOWN
  if (observed === 'notApplicable') return FALSE
  if (truth === undefined) return UNKNOWN
  return truth ? { truth, since: observed.ts, wakeAt: staleFrom(observed) } : FALSE
}

/** The first millisecond at which a sample is stale. */
export const staleFrom = (sample: Sample): Millis => sample.until + 1
