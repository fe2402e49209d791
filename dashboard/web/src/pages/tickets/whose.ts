import type { SessionUser, TicketItem } from '../../api/items.ts'

/** Whose tickets are shown: everybody's, the reader's own, those that nobody has been sent to. */
export const WHOSE = ['all', 'mine', 'nobody'] as const
export type Whose = (typeof WHOSE)[number]

type Held = Pick<TicketItem, 'technician' | 'technicianProposed' | 'second'>

/** Whether somebody goes to a ticket, alone or along. A proposal sends nobody yet. */
export const isMine = (ticket: Held, username: string): boolean =>
  (ticket.technician === username && !ticket.technicianProposed) || ticket.second === username

export function isOf(ticket: Held, whose: Whose, username: string): boolean {
  if (whose === 'mine') return isMine(ticket, username)
  return whose === 'all' || ticket.technician === undefined || ticket.technicianProposed
}

/** What a person sees first: technicians their own work. */
export const usualWhose = (user: Pick<SessionUser, 'role'> | null | undefined): Whose =>
  user?.role === 'technician' ? 'mine' : 'all'
