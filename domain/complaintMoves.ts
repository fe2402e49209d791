import type { ComplaintClockKind, ComplaintStatus } from './complaints.ts'

/** Who may make a move: the desk, only its management (administrators), or the complainer by the link. */
export type ComplaintMover = 'desk' | 'management' | 'complainer'

/** What a move must bring along; `measure` only where the complaint is founded. */
export type ComplaintNeed = 'finding' | 'answer' | 'reason' | 'measure'

export interface ComplaintMoveRow {
  from: readonly ComplaintStatus[]
  to: ComplaintStatus
  by: readonly ComplaintMover[]
  needs?: readonly ComplaintNeed[]
  stops?: readonly ComplaintClockKind[]
  /** The promises that run anew from here on. */
  starts?: readonly ComplaintClockKind[]
}

const DESK = ['desk'] as const
const BOTH = ['desk', 'complainer'] as const

/** Status by status: which move is there, who may make it, what it needs and which promises it keeps (ISO 10002:2018 §8). */
const MOVES: readonly ComplaintMoveRow[] = [
  { from: ['registered'], to: 'acknowledged', by: DESK, stops: ['acknowledge'] },
  { from: ['acknowledged', 'escalated'], to: 'investigated', by: DESK, needs: ['finding'] },
  { from: ['investigated'], to: 'answered', by: DESK, needs: ['answer'], stops: ['answer'] },
  { from: ['answered'], to: 'accepted', by: BOTH },
  { from: ['answered'], to: 'escalated', by: BOTH, needs: ['reason'], starts: ['answer'] },
  { from: ['accepted'], to: 'closed', by: DESK, needs: ['measure'], stops: ['close'] },
  // The complainer has not come back, or it will not be settled between the two.
  { from: ['answered'], to: 'closed', by: DESK, needs: ['reason', 'measure'], stops: ['close'] },
  { from: ['escalated'], to: 'closed', by: ['management'], needs: ['reason', 'measure'], stops: ['answer', 'close'] },
  { from: ['closed'], to: 'escalated', by: DESK, needs: ['reason'], starts: ['answer', 'close'] },
]

/** The rows that lead on from a status. */
export const complaintMovesOf = (status: ComplaintStatus): ComplaintMoveRow[] =>
  MOVES.filter(row => row.from.includes(status))

export const findComplaintMove = (from: ComplaintStatus, to: ComplaintStatus): ComplaintMoveRow | undefined =>
  MOVES.find(row => row.to === to && row.from.includes(from))

export const moversOf = ({ role }: { role: string }): ComplaintMover[] => {
  if (role === 'admin') return ['desk', 'management']
  return role === 'dispatcher' ? ['desk'] : []
}
