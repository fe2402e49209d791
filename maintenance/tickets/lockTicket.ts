import { type Selectable, sql, type Transaction } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { TimelineEntry } from '#domain/tickets.ts'

export type TicketRow = Selectable<Tables['ticket']>
export type Trx = Transaction<Tables>

/** As the partial indexes say it: PostgreSQL and SQLite use them only for these very words. */
export const isOpen = sql<boolean>`status not in ('closed', 'cancelled')`

/** Holds a ticket until the transaction ends; everything that belongs to a ticket changes only while it is held. */
export async function lockTicket(trx: Trx, id: string): Promise<TicketRow | undefined> {
  return await trx
    .updateTable('ticket')
    .set(eb => ({ version: eb.ref('version') }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** Adds lines to the history of a held ticket. */
export async function addToTimeline(
  trx: Trx,
  { id, version }: Pick<TicketRow, 'id' | 'version'>,
  entries: readonly TimelineEntry[],
): Promise<void> {
  if (entries.length === 0) return
  const last = await trx
    .selectFrom('ticket_event')
    .select(eb => eb.fn.max('number').as('number'))
    .where('ticket', '=', id)
    .executeTakeFirst()
  const rows = entries.map(({ at, by, event, from, to, detail }, index) => ({
    ticket: id,
    number: (last?.number ?? 0) + index + 1,
    at,
    by,
    event,
    from_status: from ?? null,
    to_status: to ?? null,
    detail: detail ? JSON.stringify(detail) : null,
    version,
  }))
  await trx.insertInto('ticket_event').values(rows).execute()
}
