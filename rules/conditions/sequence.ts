import type { ConditionOf } from '#domain/condition.ts'
import type { Millis } from '#domain/time.ts'
import type { Context, Memory, Outcome } from './context.ts'
import { recall } from './context.ts'
import { durationMs } from './quantity.ts'

type Progress = {
  readonly first: Memory
  readonly second: Memory
  readonly startedAt: Millis | null
  /** `then` has come since `first` began. */
  readonly met: boolean
} & { readonly [key: string]: Memory }

/**
 * `first` becomes true, and `then` does not follow within `withinS`. Over when `first` ends or `then` comes after all.
 * An unknown `then` is no confirmation: a pump that says nothing after a start command has not started.
 */
export function sequence(condition: ConditionOf<'sequence'>, memory: Memory, context: Context): Outcome {
  const known = recall<Progress>(memory)
  const first = context.step(condition.first, known?.first)
  const second = context.step(condition.then, known?.second)
  const startedAt = first.truth ? (known?.startedAt ?? first.since) : null
  const met = startedAt !== null && (second.truth === true || known?.met === true)
  const next: Progress = { first: first.memory, second: second.memory, startedAt, met }
  const wakeAt = Math.min(first.wakeAt, second.wakeAt)
  if (startedAt === null || met)
    return { truth: met ? false : first.truth, since: 0, memory: next, wakeAt, pending: undefined }
  const due = startedAt + durationMs(condition.withinS, context)
  if (context.now >= due) return { truth: true, since: due, memory: next, wakeAt, pending: undefined }
  const pending = { since: startedAt, at: due }
  return { truth: false, since: 0, memory: next, wakeAt: Math.min(wakeAt, due), pending }
}
