import { CodedError } from '#domain/errors.ts'
import type { TicketStatus, TimelineEntry } from '#domain/tickets.ts'
import type { Workshop } from '../needs.ts'
import type { TicketRow, Trx } from './lockTicket.ts'
import { toTimelineEntry } from './ticketView.ts'

/** The details of a refusal: how the ticket stands, and what happened since the version that the person saw. */
export interface StaleTicket {
  version: number
  status: TicketStatus
  since: TimelineEntry[]
}

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
  const { version, status } = ticket
  const details: StaleTicket = { version, status, since: rows.map(toTimelineEntry) }
  throw new CodedError('STALE_VERSION', details)
}
