import type { Catalogue } from '#domain/catalogue.ts'
import type { TicketMove } from '#domain/commands.ts'
import { CodedError } from '#domain/errors.ts'
import { type ClockKind, TICKET_MOVES, type TicketStatus } from '#domain/tickets.ts'

/** What a move must bring along. */
type Need = 'technician' | 'reason' | 'repair.cause' | 'repair.action'

/** What reaching a status asks for and which promises it keeps. */
interface MoveRule {
  needs?: readonly Need[]
  /** The clocks that stop; besides, the first move of all stops `respond`. */
  stops?: readonly ClockKind[]
  /** A ticket from a fault gets here only after the telemetry has been normal again. */
  faultResolved?: true
}

const ALL_CLOCKS: readonly ClockKind[] = ['acknowledge', 'dispatch', 'arrive', 'makeSafe', 'respond', 'resolve']
const ON_SITE: readonly ClockKind[] = ['acknowledge', 'dispatch', 'arrive']

/**
 * Status by status: what the move there needs and does (catalogue §5.6). Which status may follow which is
 * `TICKET_MOVES` alone.
 */
export const MOVE_RULES: Readonly<Record<TicketStatus, MoveRule>> = {
  new: {},
  acknowledged: { stops: ['acknowledge'] },
  dispatched: { needs: ['technician'], stops: ['acknowledge', 'dispatch'] },
  accepted: { stops: ['acknowledge', 'dispatch'] },
  enRoute: { stops: ['acknowledge', 'dispatch'] },
  onSite: { stops: ON_SITE },
  madeSafe: { stops: [...ON_SITE, 'makeSafe'] },
  waitingPart: { needs: ['reason'], stops: ON_SITE },
  waitingCustomer: { needs: ['reason'], stops: ON_SITE },
  repaired: { needs: ['repair.cause', 'repair.action'], stops: ALL_CLOCKS },
  verified: { faultResolved: true },
  followedUp: { faultResolved: true },
  closed: { stops: ALL_CLOCKS, faultResolved: true },
  cancelled: { needs: ['reason'], stops: ALL_CLOCKS, faultResolved: true },
  reopened: { needs: ['reason'] },
}

const isGiven = (move: TicketMove, technician: string | null): Record<Need, boolean> => ({
  technician: (move.technician ?? technician) !== null,
  reason: move.reason !== undefined,
  'repair.cause': move.repair !== undefined,
  'repair.action': move.repair !== undefined,
})

function refuseUnknownCodes({ closeCodes }: Catalogue, move: TicketMove): void {
  const { repair } = move
  if (!repair) return
  for (const field of ['failureMode', 'mechanism', 'cause', 'action'] as const) {
    const code = repair[field]
    if (code !== undefined && !closeCodes[field]?.some(row => row[0] === code))
      throw new CodedError('BAD_REQUEST', { [`repair.${field}`]: `${code} is not one of the close codes` })
  }
}

/** Refuses what the move would ignore. */
function refuseStray({ to, technician, repair, partsUsed }: TicketMove): void {
  const refuse = (field: string, where: string) => {
    throw new CodedError('BAD_REQUEST', { [field]: `belongs to a move to ${where}` })
  }
  if (technician !== undefined && to !== 'dispatched' && to !== 'acknowledged') refuse('technician', 'dispatched')
  if (repair !== undefined && to !== 'repaired') refuse('repair', 'repaired')
  if (partsUsed !== undefined && to !== 'repaired') refuse('partsUsed', 'repaired')
}

/**
 * Whether a ticket may make this move. The fault's state and the version are looked at in the transaction.
 * @throws CodedError ILLEGAL_MOVE (details: from, to, allowed), MOVE_NEEDS (details: missing), BAD_REQUEST for an unknown close code
 */
export function checkMove(
  catalogue: Catalogue,
  { status, technician }: { status: TicketStatus; technician: string | null },
  move: TicketMove,
): void {
  const allowed = TICKET_MOVES[status]
  if (!allowed.includes(move.to)) throw new CodedError('ILLEGAL_MOVE', { from: status, to: move.to, allowed })
  const given = isGiven(move, technician)
  const missing = (MOVE_RULES[move.to].needs ?? []).filter(need => !given[need])
  if (missing.length > 0) throw new CodedError('MOVE_NEEDS', { to: move.to, missing })
  refuseUnknownCodes(catalogue, move)
  refuseStray(move)
}
