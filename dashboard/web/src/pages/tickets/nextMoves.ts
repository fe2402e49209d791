import { TICKET_MOVES, type TicketStatus } from '#domain/tickets.ts'

/** The usual way forward; every other move the table allows stands behind it. */
const USUAL: Partial<Record<TicketStatus, TicketStatus>> = {
  new: 'dispatched',
  acknowledged: 'dispatched',
  reopened: 'dispatched',
  dispatched: 'accepted',
  accepted: 'onSite',
  enRoute: 'onSite',
  onSite: 'repaired',
  madeSafe: 'repaired',
  waitingPart: 'onSite',
  waitingCustomer: 'onSite',
  repaired: 'verified',
  verified: 'closed',
  followedUp: 'closed',
}

export interface NextMoves {
  usual: TicketStatus | undefined
  others: TicketStatus[]
}

export function nextMoves(status: TicketStatus): NextMoves {
  const usual = USUAL[status]
  return { usual, others: TICKET_MOVES[status].filter(to => to !== usual) }
}

/** The form a move opens before it is made; none for a move that says all by itself. */
export type MoveFormKind = 'technician' | 'reason' | 'repair' | undefined

const FORMS: Partial<Record<TicketStatus, MoveFormKind>> = {
  dispatched: 'technician',
  waitingPart: 'reason',
  waitingCustomer: 'reason',
  cancelled: 'reason',
  reopened: 'reason',
  repaired: 'repair',
}

export const moveForm = (to: TicketStatus): MoveFormKind => FORMS[to]
