import type { TicketItem } from '../../api/items.ts'
import type { Names } from '../../api/names.ts'

/** What a ticket is about: the fault's name, what a person wrote, or the kind of trouble that people told of. */
export const ticketTitle = (ticket: Pick<TicketItem, 'title' | 'faultCode' | 'trouble' | 'id'>, names: Names): string =>
  (ticket.faultCode !== undefined ? names.faultName(ticket.faultCode) : ticket.title) ??
  names.trouble(ticket.trouble) ??
  ticket.id
