import type { ComplaintMove } from '#domain/complaintForms.ts'
import {
  type ComplaintMoveRow,
  type ComplaintMover,
  type ComplaintNeed,
  complaintMovesOf,
  findComplaintMove,
} from '#domain/complaintMoves.ts'
import type { ComplaintFinding, ComplaintStatus } from '#domain/complaints.ts'
import { CodedError } from '#domain/errors.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { startPromises, stopPromises } from './complaintClocks.ts'
import { addToComplaint, type ComplaintRow } from './complaintRows.ts'
import { catchUpComplaint } from './overdueComplaints.ts'

/** @throws CodedError ILLEGAL_MOVE (details: noun, from, to, allowed), FORBIDDEN */
function rowFor(from: ComplaintStatus, to: ComplaintStatus, movers: readonly ComplaintMover[]): ComplaintMoveRow {
  const row = findComplaintMove(from, to)
  if (!row) {
    const allowed = complaintMovesOf(from).map(each => each.to)
    throw new CodedError('ILLEGAL_MOVE', { noun: 'complaint', from, to, allowed })
  }
  if (!row.by.some(mover => movers.includes(mover))) throw new CodedError('FORBIDDEN', { to, by: row.by })
  return row
}

/** Where each thing that may be said belongs; elsewhere it would be lost. */
const PLACES = { finding: 'investigated', answer: 'answered', measure: 'closed' } as const

/** @throws CodedError BAD_REQUEST */
function refuseStray(needs: Workshop, complaint: ComplaintRow, move: ComplaintMove): void {
  for (const [field, place] of Object.entries(PLACES))
    if (move[field as keyof typeof PLACES] !== undefined && move.to !== place)
      throw new CodedError('BAD_REQUEST', { [field]: `belongs to the move to ${place}` })
  const { causes } = needs.policies.get(complaint.policy).policy.complaints
  const cause = move.finding?.cause
  if (cause !== undefined && !causes.some(({ code }) => code === cause))
    throw new CodedError('BAD_REQUEST', { 'finding.cause': cause, known: causes.map(({ code }) => code) })
}

/** @throws CodedError MOVE_NEEDS (details: missing) */
function refuseLacking(row: ComplaintMoveRow, { finding }: ComplaintRow, move: ComplaintMove): void {
  const founded = finding !== null && (JSON.parse(finding) as ComplaintFinding).founded
  const lacks = (need: ComplaintNeed): boolean => move[need] === undefined && (need !== 'measure' || founded)
  const missing = (row.needs ?? []).filter(lacks)
  if (missing.length > 0) throw new CodedError('MOVE_NEEDS', { to: move.to, missing })
}

function changedRow(complaint: ComplaintRow, move: ComplaintMove, by: string, at: Millis): Partial<ComplaintRow> {
  switch (move.to) {
    case 'acknowledged':
      return { handler: complaint.handler ?? by }
    case 'investigated':
      return { finding: JSON.stringify(move.finding) }
    case 'answered':
      return { answer: move.answer ?? null }
    case 'escalated':
      return { escalations: complaint.escalations + 1, closed_at: null }
    case 'closed':
      return { closed_at: at, measure: move.measure ?? null }
    default:
      return {}
  }
}

/** Moves a held complaint with all that the move brings. @throws CodedError see `Complaints.move` */
export async function moveComplaint(
  trx: Trx,
  needs: Workshop,
  complaint: ComplaintRow,
  move: ComplaintMove,
  { by, movers }: { by: string; movers: readonly ComplaintMover[] },
): Promise<void> {
  const at = needs.clock.now()
  const { id, version } = complaint
  if (move.version !== undefined && move.version !== version)
    throw new CodedError('STALE_VERSION', { version, status: complaint.status })
  const row = rowFor(complaint.status, move.to, movers)
  refuseStray(needs, complaint, move)
  refuseLacking(row, complaint, move)
  await catchUpComplaint(trx, id, at)
  await stopPromises(trx, id, row.stops ?? [], at)
  const change = { ...changedRow(complaint, move, by, at), status: move.to }
  await trx
    .updateTable('complaint')
    .set(eb => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
  await startPromises(trx, needs, complaint, row.starts ?? [], { round: complaint.escalations + 1, at })
  const { to, version: _, ...detail } = move
  await addToComplaint(trx, id, [{ at, by, event: 'moved', from: complaint.status, to, detail }])
}
