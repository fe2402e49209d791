import type { Millis } from '#domain/time.ts'

interface HistoryEntry<S> {
  at: Millis
  by: string
  event: string
  from?: S
  to?: S
  detail?: Record<string, unknown>
}

/** Lines of the history of something that moves between statuses, numbered on from the last one there. */
export const historyRows = <S>(entries: readonly HistoryEntry<S>[], last = 0) =>
  entries.map(({ at, by, event, from, to, detail }, index) => ({
    number: last + index + 1,
    at,
    by,
    event,
    from_status: from ?? null,
    to_status: to ?? null,
    detail: detail ? JSON.stringify(detail) : null,
  }))
