import { CodedError } from '#domain/errors.ts'
import type { Workshop } from '../needs.ts'
import type { TicketRow, Trx } from './lockTicket.ts'
import { toTimelineEntry } from './ticketView.ts'

/** @throws CodedError STALE_VERSION with what happened since the version that the person saw */
export async function refuseStale(
  db: Trx | Workshop['database']['db'],
  ticket: TicketRow,
  seen: number | undefined,
): Promise<void> {
  if (seen === undefined || seen === ticket.version) return
  const rows = await db
    .selectFrom('ticket_event')
    .selectAll()
    .where('ticket', '=', ticket.id)
    .where('version', '>', seen)
    .orderBy('number')
    .execute()
  throw new CodedError('STALE_VERSION', {
    version: ticket.version,
    status: ticket.status,
    since: rows.map(toTimelineEntry),
  })
}
