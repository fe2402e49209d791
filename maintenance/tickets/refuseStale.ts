import { CodedError } from '#domain/errors.ts'
import { namedTickets, withoutUnseen } from '#domain/namedTickets.ts'
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

/** Who may see this ticket need not see the other sites' that its timeline names. */
async function withoutForeign(
  db: Pick<Trx, 'selectFrom'>,
  { site }: TicketRow,
  timeline: TimelineEntry[],
): Promise<TimelineEntry[]> {
  const named = namedTickets({ timeline })
  if (named.length === 0) return timeline
  const own = await db.selectFrom('ticket').select('id').where('id', 'in', named).where('site', '=', site).execute()
  return withoutUnseen({ timeline }, ticket => own.some(({ id }) => id === ticket)).timeline
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
  const since = rows.map(toTimelineEntry)
  const details: StaleTicket = { version, status, since: await withoutForeign(db, ticket, since) }
  throw new CodedError('STALE_VERSION', details)
}
