import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { BacktestFiring, Overlap } from '#domain/backtest.ts'
import type { Millis } from '#domain/time.ts'

/** How far a firing and a ticket may lie apart and still be about the same thing. */
const TOLERANCE = 3_600_000

export interface Span {
  equipment: string
  from: Millis
  to: Millis
}

interface Past {
  class: string
  code: string | undefined
  from: Millis
  to: Millis
}

/** The tickets of some equipment in a range; of one fault code, or of any. */
export async function pastTickets(db: Kysely<Tables>, { class: kind, code, from, to }: Past): Promise<Span[]> {
  const rows = await db
    .selectFrom('ticket')
    .select(['equipment', 'failed_at', 'restored_at', 'closed_at'])
    .where('equipment', 'in', db.selectFrom('equipment').select('id').where('class', '=', kind))
    .where('failed_at', '>=', from)
    .where('failed_at', '<', to)
    .where('status', '<>', 'cancelled')
    .$if(code !== undefined, q => q.where('fault_code', '=', code ?? ''))
    .execute()
  return rows.map(row => ({
    equipment: row.equipment,
    from: row.failed_at,
    to: row.restored_at ?? row.closed_at ?? row.failed_at,
  }))
}

/** The faults of one code that some equipment had in a range. */
export async function pastFaults(db: Kysely<Tables>, { class: kind, code, from, to }: Past): Promise<Span[]> {
  const rows = await db
    .selectFrom('fault')
    .select(['equipment', 'fired_at', 'resolved_at'])
    .where('equipment', 'in', db.selectFrom('equipment').select('id').where('class', '=', kind))
    .where('fired_at', '>=', from)
    .where('fired_at', '<', to)
    .where('code', '=', code ?? '')
    .execute()
  return rows.map(row => ({ equipment: row.equipment, from: row.fired_at, to: row.resolved_at ?? to }))
}

/** Compares firings with what was found at the time. */
export function overlapOf(firings: readonly BacktestFiring[], past: readonly Span[], end: Millis): Overlap {
  const byEquipment = Map.groupBy(past, span => span.equipment)
  const met = new Set<Span>()
  let extra = 0
  for (const { equipment, firedAt, clearedAt = end } of firings) {
    const near = (byEquipment.get(equipment) ?? []).filter(
      span => span.from - TOLERANCE <= clearedAt && span.to + TOLERANCE >= firedAt,
    )
    for (const span of near) met.add(span)
    if (near.length === 0) extra++
  }
  return { hits: met.size, misses: past.length - met.size, extra }
}
