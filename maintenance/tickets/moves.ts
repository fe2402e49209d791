import type { Catalogue } from '#domain/catalogue.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { TicketMove } from '#domain/ticketCommands.ts'
import { findMove, type MoveNeed, type MoveRow, mayMove, movesOf } from '#domain/ticketMoves.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import { NO_FAILURE } from '#domain/verdicts.ts'
import type { TicketRow } from './lockTicket.ts'

/** What the database and the device say, on which the needs of a move depend. */
export interface MoveFacts {
  /** Something proves that somebody is there. */
  proven: boolean
  /** The site takes no reason instead. */
  proofRequired: boolean
  /** The plan costs the owner, who has not signed yet. */
  consentMissing: boolean
  /** The promise to resolve is missed or will be, and the reporter has not been told. */
  delayUntold: boolean
  /** Nobody was reached, and that not often enough to give up. */
  triesMissing: boolean
  /** The work asks for two, the site insists, and only one is named. */
  secondMissing: boolean
}

/** The row of the table that a move follows. @throws CodedError ILLEGAL_MOVE (details: noun, from, to, allowed), FORBIDDEN */
export function rowFor(ticket: TicketRow, to: TicketStatus, actor: Actor): MoveRow {
  const row = findMove(ticket, to)
  if (!row) {
    const allowed = [...new Set(movesOf(ticket).map(r => r.to))]
    throw new CodedError('ILLEGAL_MOVE', { noun: 'ticket', from: ticket.status, to, allowed })
  }
  if (!mayMove(row, actor, ticket))
    throw new CodedError('FORBIDDEN', { to, by: row.by, ...(ticket.technician && { technician: ticket.technician }) })
  return row
}

const given = (move: TicketMove, ticket: TicketRow, facts: MoveFacts): Record<MoveNeed, boolean> => ({
  technician: (move.technician ?? ticket.technician) !== null,
  reason: move.reason !== undefined,
  proof: facts.proven || (move.reason !== undefined && !facts.proofRequired),
  diagnosis: move.diagnosis !== undefined || (move.to !== 'diagnosed' && ticket.diagnosis !== null),
  consent: !facts.consentMissing,
  'repair.cause': move.repair !== undefined,
  'repair.action': move.repair !== undefined,
  'repair.newSerial': move.repair?.newSerial !== undefined,
  delay: move.delay !== undefined || !facts.delayUntold,
  answer: move.answer !== undefined,
  evidence: move.evidence !== undefined || ticket.fault !== null,
  signature: move.signature !== undefined,
  survey: move.survey !== undefined,
  followUp: move.followUp !== undefined,
  tries: !facts.triesMissing,
  rootCause: move.rootCause !== undefined,
  second: !facts.secondMissing,
})

/** @throws CodedError MOVE_NEEDS (details: missing) */
export function refuseLacking(row: MoveRow, move: TicketMove, ticket: TicketRow, facts: MoveFacts): void {
  const has = given(move, ticket, facts)
  const missing = (row.needs ?? []).filter(need => !has[need])
  // A transfer names the one who takes over.
  if (row.event === 'transferred' && (move.technician === undefined || move.technician === ticket.technician))
    missing.unshift('technician')
  if (missing.length > 0) throw new CodedError('MOVE_NEEDS', { to: move.to, missing: [...new Set(missing)] })
}

const CODED = ['failureMode', 'mechanism', 'cause', 'action'] as const

/** @throws CodedError BAD_REQUEST for a code that is not one of the catalogue's */
export function refuseUnknownCodes({ closeCodes }: Catalogue, { repair, diagnosis }: TicketMove): void {
  for (const [name, report] of Object.entries({ repair, diagnosis }))
    for (const field of CODED) {
      const code = (report as Partial<Record<(typeof CODED)[number], string>> | undefined)?.[field]
      if (code !== undefined && !closeCodes[field]?.some(row => row[0] === code))
        throw new CodedError('BAD_REQUEST', { [`${name}.${field}`]: `${code} is not one of the close codes` })
    }
}

/** @throws CodedError BAD_REQUEST for a fault that is called genuine and none at once */
export function refuseContradiction({ repair }: TicketMove): void {
  if (repair?.outcome === 'genuine' && NO_FAILURE.includes(repair.cause))
    throw new CodedError('BAD_REQUEST', { 'repair.outcome': `${repair.cause} is not the cause of a genuine fault` })
}

const WAITING: readonly TicketStatus[] = ['waitingPart', 'waitingCustomer', 'waitingPowerOff']

/** Where what is given belongs. */
const BELONGS: Partial<Record<keyof TicketMove, readonly TicketStatus[]>> = {
  technician: ['dispatched', 'acknowledged'],
  second: ['dispatched'],
  triage: ['acknowledged'],
  proof: ['onSite'],
  diagnosis: ['diagnosed'],
  pause: WAITING,
  expectedAt: WAITING,
  delay: [...WAITING, 'repaired', 'answered'],
  repair: ['repaired'],
  partsUsed: ['repaired', 'closed'],
  answer: ['answered'],
  evidence: ['verified'],
  signature: ['handedOver'],
  survey: ['surveyed'],
  followUp: ['followedUp'],
  rootCause: ['closed'],
}

/** Refuses what the move would ignore. @throws CodedError BAD_REQUEST */
export function refuseStray(move: TicketMove, { kind }: Pick<TicketRow, 'kind'>): void {
  if (move.to === 'closed' && move.partsUsed !== undefined && kind !== 'preventive')
    throw new CodedError('BAD_REQUEST', { partsUsed: 'belongs to a move to repaired' })
  for (const [field, where] of Object.entries(BELONGS))
    if (move[field as keyof TicketMove] !== undefined && !where.includes(move.to))
      throw new CodedError('BAD_REQUEST', { [field]: `belongs to a move to ${where.join(', ')}` })
}
