import type { MoveRow } from '#domain/ticketMoves.ts'
import { leavesAlone, mayMove, movesOf } from '#domain/ticketMoves.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import type { SessionUser, TicketItem } from '../../../api/items.ts'

/** The usual way forward; every other move the table allows stands behind it. The first that is allowed is it. */
const USUAL: Partial<Record<TicketStatus, readonly TicketStatus[]>> = {
  new: ['dispatched'],
  acknowledged: ['dispatched', 'answered'],
  reopened: ['accepted', 'dispatched'],
  dispatched: ['accepted'],
  accepted: ['enRoute'],
  enRoute: ['onSite'],
  onSite: ['repaired', 'diagnosed', 'answered', 'closed'],
  madeSafe: ['repaired', 'diagnosed'],
  diagnosed: ['repaired'],
  waitingPart: ['onSite'],
  waitingCustomer: ['onSite'],
  waitingPowerOff: ['onSite'],
  repaired: ['verified'],
  answered: ['followedUp'],
  verified: ['handedOver'],
  handedOver: ['followedUp'],
  surveyed: ['followedUp'],
  followedUp: ['closed'],
}

export interface NextMoves {
  usual: MoveRow | undefined
  others: MoveRow[]
}

/** The moves that this person may make. */
export function nextMoves(
  ticket: Pick<TicketItem, 'status' | 'kind' | 'technician' | 'second'>,
  user: Pick<SessionUser, 'role' | 'username'>,
): NextMoves {
  const allowed = movesOf(ticket).filter(row => mayMove(row, user, ticket))
  const to = USUAL[ticket.status]?.find(status => allowed.some(row => row.to === status))
  const usual = allowed.find(row => row.to === to)
  return { usual, others: allowed.filter(row => row !== usual) }
}

/** What a move is called: going back or over to somebody else are not the steps they look like. */
export const moveName = ({ to, event }: MoveRow): TicketStatus | 'returned' | 'transferred' =>
  event === 'returned' || event === 'transferred' ? event : to

/** What a move is called for the person who makes it: who goes along gives back only their own place. */
export const moveNameFor = (
  row: MoveRow,
  user: Pick<SessionUser, 'role' | 'username'>,
  ticket: Pick<TicketItem, 'technician' | 'second'>,
): ReturnType<typeof moveName> | 'left' => (leavesAlone(row, user, ticket) ? 'left' : moveName(row))

/** The form a move opens before it is made; none for a move that says all by itself. */
export type MoveFormKind =
  | 'triage'
  | 'technician'
  | 'reason'
  | 'arrival'
  | 'diagnosis'
  | 'waiting'
  | 'repair'
  | 'text'
  | 'signature'
  | 'survey'
  | 'followUp'
  | 'rootCause'

const FORMS: Partial<Record<ReturnType<typeof moveName>, MoveFormKind>> = {
  acknowledged: 'triage',
  dispatched: 'technician',
  transferred: 'technician',
  returned: 'reason',
  onSite: 'arrival',
  diagnosed: 'diagnosis',
  waitingPart: 'waiting',
  waitingCustomer: 'waiting',
  waitingPowerOff: 'waiting',
  cancelled: 'reason',
  reopened: 'reason',
  repaired: 'repair',
  answered: 'text',
  handedOver: 'signature',
  surveyed: 'survey',
  followedUp: 'followUp',
}

/** A ticket from a fault is verified by the telemetry alone; for the others a person says what shows it. */
export function moveForm(row: MoveRow, ticket: Pick<TicketItem, 'fault' | 'kind'>): MoveFormKind | undefined {
  if (row.to === 'closed' && ticket.kind === 'rootCause') return 'rootCause'
  if (row.to === 'verified') return ticket.fault === undefined ? 'text' : undefined
  return FORMS[moveName(row)]
}
