import type { Workshop } from '../needs.ts'
import type { TicketRow } from './lockTicket.ts'

/** Where somebody has to go, by name: the equipment, and in words where that is all that is known. */
export const whereabouts = (
  { equipment }: Pick<Workshop, 'equipment'>,
  ticket: Pick<TicketRow, 'equipment' | 'place'>,
): string => [equipment(ticket.equipment)?.name ?? ticket.equipment, ticket.place].filter(Boolean).join(' · ')
