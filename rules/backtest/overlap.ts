import type { BacktestFiring, MissedTicket, Overlap } from '#domain/backtest.ts'
import type { Millis } from '#domain/time.ts'

/** How far a firing and a ticket may lie apart and still be about the same thing. */
const TOLERANCE = 3_600_000
const LISTED = 200

/** A fault or a ticket of the past. */
export interface Span {
  id: string
  equipment: string
  from: Millis
  to: Millis
}

interface Compared {
  overlap: Overlap
  missed: Span[]
  /** The ids of what each firing met. */
  met: ReadonlyMap<BacktestFiring, string[]>
}

/** Compares firings with what was found at the time. */
export function compare(firings: readonly BacktestFiring[], past: readonly Span[], end: Millis): Compared {
  const byEquipment = Map.groupBy(past, span => span.equipment)
  const hit = new Set<Span>()
  const met = new Map<BacktestFiring, string[]>()
  for (const firing of firings) {
    const { equipment, firedAt, clearedAt = end } = firing
    const near = (byEquipment.get(equipment) ?? []).filter(
      span => span.from - TOLERANCE <= clearedAt && span.to + TOLERANCE >= firedAt,
    )
    for (const span of near) hit.add(span)
    if (near.length > 0)
      met.set(
        firing,
        near.map(span => span.id),
      )
  }
  const missed = past.filter(span => !hit.has(span))
  return { overlap: { hits: hit.size, misses: missed.length, extra: firings.length - met.size }, missed, met }
}

/** The oldest of the tickets that were missed. */
export const listMissed = (missed: readonly Span[]): MissedTicket[] =>
  missed
    .toSorted((a, b) => a.from - b.from)
    .slice(0, LISTED)
    .map(({ id, equipment, from }) => ({ ticket: id, equipment, at: from }))

/** The oldest firings, each with the tickets that it met. */
export const listFirings = (firings: readonly BacktestFiring[], met: Compared['met']): BacktestFiring[] =>
  firings
    .toSorted((a, b) => a.firedAt - b.firedAt)
    .slice(0, LISTED)
    .map(firing => ({ ...firing, tickets: met.get(firing) ?? [] }))
