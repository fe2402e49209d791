import { THOUGHT_DONE } from './ticketStages.ts'
import { ENDED, type TimelineEntry } from './tickets.ts'

/** Work that was thought done and is to be done again. `A` is how times are written: milliseconds, or text. */
export interface SentBack<A> {
  at: A
  /** Who sent it back; `system`, where the telemetry did. */
  by: string
  /** How long the repair held, in ms, where the telemetry saw it. */
  heldMs?: number
  reason?: string
  /** What was reported of the repair, as it was sent (`Repair`). */
  repair?: unknown
}

type Line<A> = Omit<TimelineEntry, 'at'> & { at: A }

const isDone = ({ to }: Pick<TimelineEntry, 'to'>) =>
  to !== undefined && (THOUGHT_DONE.includes(to) || ENDED.includes(to))

/** Why a ticket is to be worked on again; undefined before it was thought done, and once it is thought done anew. */
export function sentBack<A>(timeline: readonly Line<A>[]): SentBack<A> | undefined {
  const last = timeline.findLastIndex(({ to }) => to === 'reopened')
  const line = timeline[last]
  if (!line || timeline.slice(last).some(isDone)) return undefined
  const { heldMs, reason } = line.detail ?? {}
  const repair = timeline.slice(0, last).findLast(({ to }) => to === 'repaired')?.detail?.repair
  return {
    at: line.at,
    by: line.by,
    ...(typeof heldMs === 'number' && { heldMs }),
    ...(typeof reason === 'string' && { reason }),
    ...(repair !== undefined && { repair }),
  }
}
