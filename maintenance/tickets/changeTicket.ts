import { logChanges } from '#database/changeLog.ts'
import type { TimelineEntry } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import { refreshFigures } from '../analytics/figures/refreshFigures.ts'
import type { Workshop } from '../needs.ts'
import { addToTimeline, type TicketRow, type Trx } from './lockTicket.ts'

/** What follows from a change of tickets, in its transaction: what the reports count of them is written anew, and it is told. */
export async function ticketsChanged(
  trx: Trx,
  needs: Pick<Workshop, 'catalogue'>,
  ids: readonly string[],
  at: Millis,
): Promise<void> {
  await refreshFigures(trx, needs, ids)
  await logChanges(trx, 'tickets', ids, at)
}

/** Makes the next version of a held ticket: its own row, a line in its history, and what follows from the change. */
export async function changeTicket(
  trx: Trx,
  needs: Pick<Workshop, 'catalogue'>,
  ticket: Pick<TicketRow, 'id' | 'version'>,
  line: TimelineEntry,
  change: Partial<TicketRow> = {},
): Promise<void> {
  const { id } = ticket
  const version = ticket.version + 1
  await trx
    .updateTable('ticket')
    .set({ ...change, version })
    .where('id', '=', id)
    .execute()
  await addToTimeline(trx, { id, version }, [line])
  await ticketsChanged(trx, needs, [id], line.at)
}
