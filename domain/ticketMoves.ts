import { type CrewOf, isInCrew } from './crew.ts'
import type { Actor } from './people.ts'
import { WAITING } from './servicePolicy.ts'
import type { ClockKind } from './ticketClocks.ts'
import { AT_PLACE, ENTERED, THOUGHT_DONE, UNDER_WAY } from './ticketStages.ts'
import { TICKET_KINDS, type TicketKind, type TicketStatus } from './tickets.ts'

/**
 * Who may make a move: the desk (dispatchers and administrators), whoever of the crew the ticket is assigned to, only who
 * leads the crew (`lead`), or the customer by a link that was sent for just that, or the first of the technicians who may
 * take it (`pool`).
 */
export type Mover = 'desk' | 'assigned' | 'lead' | 'customer' | 'pool'

/** What a move must bring along. */
export type MoveNeed =
  | 'technician'
  | 'reason'
  | 'proof'
  | 'diagnosis'
  | 'consent'
  | 'repair.cause'
  | 'repair.action'
  | 'repair.newSerial'
  | 'delay'
  | 'answer'
  | 'evidence'
  | 'signature'
  | 'survey'
  | 'followUp'
  | 'tries'
  | 'rootCause'
  | 'second'

/** One row of the table of moves. */
export interface MoveRow {
  from: readonly TicketStatus[]
  to: TicketStatus
  /** Absent: tickets of every kind. */
  kinds?: readonly TicketKind[]
  by: readonly Mover[]
  /**
   * What must be given. `proof` is the equipment's label or a device signal, or else a reason where the site takes one; `consent` only where the
   * plan costs the owner; `delay` only when the promise to resolve will be missed; `evidence` only where no telemetry
   * tells; `tries` only where nobody was reached; `second`, another person, only where the skill asks for two and the site
   * insists.
   */
  needs?: readonly MoveNeed[]
  /** The clocks that stop; besides, the first move of all stops `respond`. */
  stops?: readonly ClockKind[]
  /** A ticket from a fault gets here only while its telemetry is known and normal. */
  faultOver?: true
  /** What the timeline calls it, when it is more than a step on the way. */
  event?: 'returned' | 'transferred' | 'taken' | 'merged'
}

const DESK = ['desk'] as const
const FIELD = ['desk', 'assigned'] as const
const LEAD = ['desk', 'lead'] as const
const WORK = ['repair', 'replacement'] as const
const TALK = ['question', 'training'] as const
const WHY = ['rootCause'] as const
const PLANNED = ['preventive'] as const

const SEEN = ['acknowledge', 'dispatch'] as const
const THERE = [...SEEN, 'arrive'] as const
const FIXED = [...THERE, 'makeSafe', 'respond', 'resolve'] as const
const ALL = [...FIXED, 'followUp', 'dueWindow'] as const

/**
 * Status by status: which move is there, who may make it, what it needs and which promises it keeps
 * (catalogue §5.6, service practice F1 to F7).
 */
export const MOVES: readonly MoveRow[] = [
  { from: ['new', 'reopened'], to: 'acknowledged', by: DESK, stops: ['acknowledge'] },
  { from: UNDER_WAY, to: 'acknowledged', by: FIELD, needs: ['reason'], event: 'returned' },
  { from: ENTERED, to: 'dispatched', by: DESK, needs: ['technician', 'second'], stops: SEEN },
  { from: UNDER_WAY, to: 'dispatched', by: LEAD, needs: ['technician', 'reason', 'second'], event: 'transferred' },
  { from: ['dispatched', 'reopened'], to: 'accepted', by: FIELD, needs: ['technician'], stops: SEEN },
  { from: ['dispatched', 'accepted', 'reopened'], to: 'enRoute', by: FIELD, needs: ['technician'], stops: SEEN },
  {
    from: ['dispatched', 'accepted', 'enRoute', ...WAITING, 'reopened'],
    to: 'onSite',
    by: FIELD,
    needs: ['technician', 'proof'],
    stops: THERE,
  },
  { from: ['onSite', 'diagnosed'], to: 'madeSafe', by: FIELD, kinds: WORK, stops: [...THERE, 'makeSafe'] },
  {
    from: [...AT_PLACE, ...WAITING],
    to: 'diagnosed',
    by: FIELD,
    kinds: WORK,
    needs: ['diagnosis'],
  },
  {
    from: [...AT_PLACE, 'waitingCustomer', 'waitingPowerOff'],
    to: 'waitingPart',
    by: FIELD,
    kinds: [...WORK, ...PLANNED],
    needs: ['reason', 'consent', 'delay'],
  },
  {
    from: ['accepted', 'enRoute', ...AT_PLACE, 'waitingPart', 'waitingPowerOff'],
    to: 'waitingCustomer',
    by: FIELD,
    needs: ['reason', 'delay'],
  },
  {
    from: [...AT_PLACE, 'waitingPart', 'waitingCustomer'],
    to: 'waitingPowerOff',
    by: FIELD,
    kinds: [...WORK, ...PLANNED],
    needs: ['reason', 'delay'],
  },
  {
    from: [...AT_PLACE, ...WAITING],
    to: 'repaired',
    by: FIELD,
    kinds: ['repair'],
    stops: FIXED,
    needs: ['repair.cause', 'repair.action', 'consent', 'delay'],
  },
  {
    from: ['diagnosed', ...WAITING],
    to: 'repaired',
    by: FIELD,
    kinds: ['replacement'],
    stops: FIXED,
    needs: ['diagnosis', 'repair.cause', 'repair.action', 'repair.newSerial', 'consent', 'delay'],
  },
  {
    from: ['acknowledged', 'dispatched', 'accepted', 'enRoute', 'onSite', 'waitingCustomer'],
    to: 'answered',
    by: FIELD,
    kinds: TALK,
    needs: ['answer', 'delay'],
    stops: FIXED,
  },
  { from: ['repaired'], to: 'verified', by: FIELD, kinds: WORK, needs: ['evidence'], faultOver: true },
  { from: ['verified'], to: 'handedOver', by: FIELD, kinds: WORK, needs: ['signature'], faultOver: true },
  { from: ['handedOver', 'answered'], to: 'surveyed', by: ['desk', 'customer'], needs: ['survey'] },
  {
    from: ['handedOver', 'answered', 'surveyed'],
    to: 'followedUp',
    by: DESK,
    needs: ['followUp', 'tries'],
    stops: ['followUp'],
  },
  { from: ['followedUp'], to: 'closed', by: DESK, stops: ALL, faultOver: true },
  {
    from: ['acknowledged', 'dispatched', 'accepted', 'enRoute', 'onSite', 'waitingCustomer'],
    to: 'closed',
    by: DESK,
    kinds: WHY,
    needs: ['rootCause'],
    stops: ALL,
  },
  { from: ['onSite', ...WAITING], to: 'closed', by: FIELD, kinds: PLANNED, stops: ALL },
  {
    from: [...ENTERED, 'dispatched', 'accepted'],
    to: 'cancelled',
    by: DESK,
    needs: ['reason'],
    stops: ALL,
    faultOver: true,
  },
  { from: ['repaired'], to: 'reopened', by: FIELD, needs: ['reason'] },
  {
    from: [...THOUGHT_DONE.filter(status => status !== 'repaired'), 'closed'],
    to: 'reopened',
    by: DESK,
    needs: ['reason'],
  },
]

/** A technician takes a ticket that nobody has yet, where the site lets them; only by `Dispatch.grab`. */
export const POOL_MOVE: MoveRow = { from: ENTERED, to: 'accepted', by: ['pool'], stops: SEEN, event: 'taken' }

/** What was told of a place is what another ticket is about: it goes on there; only by `Intake.locate`. */
export const MERGE_MOVE: MoveRow = {
  from: [...ENTERED, ...UNDER_WAY, ...THOUGHT_DONE],
  to: 'cancelled',
  by: DESK,
  stops: ALL,
  event: 'merged',
}

/** What of a ticket decides about its moves. */
export interface Movable {
  status: TicketStatus
  kind: TicketKind
}

const fits = (row: MoveRow, { status, kind }: Movable): boolean =>
  row.from.includes(status) && (row.kinds ?? TICKET_KINDS).includes(kind)

/** The rows that lead on from where a ticket stands. */
export const movesOf = (ticket: Movable): MoveRow[] => MOVES.filter(row => fits(row, ticket))

export const findMove = (ticket: Movable, to: TicketStatus): MoveRow | undefined =>
  MOVES.find(row => row.to === to && fits(row, ticket))

/** Whether somebody may make a move. A technician's user name is the technician's id. */
export function mayMove(row: MoveRow, { role, username }: Pick<Actor, 'role' | 'username'>, ticket: CrewOf): boolean {
  if (role === 'admin' || role === 'dispatcher') return true
  if (role !== 'technician') return false
  return isInCrew(
    username,
    row.by.includes('assigned') ? ticket : { technician: row.by.includes('lead') ? ticket.technician : null },
  )
}

/** Whether a move takes only its maker out of the crew: who goes along gives their own place back, not the ticket. */
export const leavesAlone = (
  row: MoveRow,
  { role, username }: Pick<Actor, 'role' | 'username'>,
  ticket: CrewOf,
): boolean =>
  role === 'technician' && row.event === 'returned' && username === ticket.second && username !== ticket.technician
