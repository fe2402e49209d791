import type { Millis } from '#domain/time.ts'
import type { Observation, Sample } from './context.ts'
import type { Raw } from './hold.ts'

const UNKNOWN: Raw = { truth: undefined, since: 0, wakeAt: Infinity }
const FALSE: Raw = { truth: false, since: 0, wakeAt: Infinity }

/** The raw truth of a test of one observation; while it is true, somebody must look again when the sample goes stale. */
export function leaf(observed: Observation, test: (sample: Sample) => boolean | undefined): Raw {
  if (observed === 'unknown') return UNKNOWN
  if (observed === 'notApplicable') return FALSE
  const truth = test(observed)
  if (truth === undefined) return UNKNOWN
  return truth ? { truth, since: observed.ts, wakeAt: staleFrom(observed) } : FALSE
}

/** The first millisecond at which a sample is stale. */
export const staleFrom = (sample: Sample): Millis => sample.until + 1
