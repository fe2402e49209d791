import type { Millis } from '#domain/time.ts'
import type { Memory, Outcome, Truth } from './context.ts'
import { never } from './context.ts'

/** A truth before its duration is looked at: since when, and when it must be looked at again. */
export interface Raw {
  truth: Truth
  since: Millis
  wakeAt: Millis
  pending?: Outcome['pending']
}

/**
 * The `forS` of every condition: true once the raw truth has held without a break for `forMs`, dated to the moment when
 * the duration was reached, whenever that is noticed. Unknown breaks it, as an absent series does in Prometheus.
 * The memory is the time since which the raw truth holds.
 */
export function hold(raw: Raw, forMs: number, memory: Memory, now: Millis): Outcome {
  if (raw.truth !== true) return notTrue(raw, forMs)
  const since = typeof memory === 'number' ? memory : raw.since
  const due = since + forMs
  if (now >= due) return { truth: true, since: due, memory: since, wakeAt: raw.wakeAt, pending: undefined }
  return { truth: false, since: 0, memory: since, wakeAt: Math.min(due, raw.wakeAt), pending: { since, at: due } }
}

const unknown: Outcome = { ...never, truth: undefined }

/** Most conditions are false most of the time, and nothing is due: one answer for all of them. */
function notTrue({ truth, wakeAt, pending }: Raw, forMs: number): Outcome {
  if (pending === undefined && wakeAt === Infinity) return truth === false ? never : unknown
  const later = pending && { since: pending.since, at: pending.at + forMs }
  return { truth, since: 0, memory: null, wakeAt, pending: later }
}
