import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { Millis } from '#domain/time.ts'
import type { Span } from './overlap.ts'

interface Stretch {
  class: string
  from: Millis
  to: Millis
}

export interface PastTicket extends Span {
  /** The faults that it was about; none when people opened it. */
  codes: ReadonlySet<string>
}

export interface PastFault extends Span {
  code: string
}

const ofClass = (db: Kysely<Tables>, kind: string) => db.selectFrom('equipment').select('id').where('class', '=', kind)

/** The tickets of the equipment of a class whose failure lies in a range, but for the cancelled ones. */
export async function pastTickets(db: Kysely<Tables>, { class: kind, from, to }: Stretch): Promise<PastTicket[]> {
  const tickets = db
    .selectFrom('ticket')
    .where('equipment', 'in', ofClass(db, kind))
    .where('failed_at', '>=', from)
    .where('failed_at', '<', to)
    .where('status', '<>', 'cancelled')
  const rows = await tickets
    .select(['id', 'equipment', 'fault_code', 'failed_at', 'restored_at', 'closed_at'])
    .execute()
  const joined = await db
    .selectFrom('fault')
    .select(['ticket', 'code'])
    .where('ticket', 'in', tickets.select('id'))
    .execute()
  const more = Map.groupBy(joined, fault => fault.ticket)
  return rows.map(({ id, equipment, fault_code: code, ...row }) => ({
    ...{ id, equipment, from: row.failed_at, to: row.restored_at ?? row.closed_at ?? row.failed_at },
    codes: new Set([...(code === null ? [] : [code]), ...(more.get(id) ?? []).map(fault => fault.code)]),
  }))
}

/** The faults that the equipment of a class had in a range. */
export async function pastFaults(db: Kysely<Tables>, { class: kind, from, to }: Stretch): Promise<PastFault[]> {
  const rows = await db
    .selectFrom('fault')
    .select(['id', 'equipment', 'code', 'fired_at', 'resolved_at'])
    .where('equipment', 'in', ofClass(db, kind))
    .where('fired_at', '>=', from)
    .where('fired_at', '<', to)
    .execute()
  return rows.map(({ id, equipment, code, ...row }) => ({
    ...{ id, equipment, code, from: row.fired_at, to: row.resolved_at ?? to },
  }))
}
