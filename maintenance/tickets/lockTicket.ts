import { type Selectable, sql, type Transaction } from 'kysely'
import type { Tables } from '#database/tables.ts'
import { CodedError } from '#domain/errors.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import { ENDED, type TimelineEntry } from '#domain/tickets.ts'
import { historyRows } from '../historyRows.ts'

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

/** A ticket that was looked for and that the actor sees. @throws CodedError NOT_FOUND */
export function visible(ticket: TicketRow | undefined, id: string, actor: Actor): TicketRow {
  if (!ticket || !seesSite(actor, ticket.site)) throw new CodedError('NOT_FOUND', { ticket: id })
  return ticket
}

/** Holds a ticket that the actor sees. @throws CodedError NOT_FOUND */
export const lockVisible = async (trx: Trx, id: string, actor: Actor): Promise<TicketRow> =>
  visible(await lockTicket(trx, id), id, actor)

/** @throws CodedError TICKET_ENDED */
export function refuseEnded({ id, status }: TicketRow): void {
  if (ENDED.includes(status)) throw new CodedError('TICKET_ENDED', { ticket: id, status })
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
  const rows = historyRows(entries, last?.number ?? 0).map(row => ({ ...row, ticket: id, version }))
  await trx.insertInto('ticket_event').values(rows).execute()
}
