import type { TicketItem } from '../../api/items.ts'
import type { Names } from '../../api/names.ts'

/** What a ticket is about: what a person wrote, or the fault's name. */
export const ticketTitle = (ticket: Pick<TicketItem, 'title' | 'faultCode' | 'id'>, names: Names): string =>
  (ticket.faultCode !== undefined ? names.faultName(ticket.faultCode) : ticket.title) ?? ticket.id
