import type { Delay } from '#domain/ticketActs.ts'
import type { TicketMove } from '#domain/ticketCommands.ts'
import type { Millis } from '#domain/time.ts'
import { verdictOf } from '#domain/verdicts.ts'
import type { TicketRow } from './lockTicket.ts'

type Change = Partial<TicketRow>

const delayOf = ({ delay, expectedAt }: TicketMove, now: Millis): Change => {
  if (delay === undefined) return {}
  const told: Delay = { reason: delay, toldAt: now, ...(expectedAt !== undefined && { expectedAt }) }
  return { delay: JSON.stringify(told) }
}

/** What a ticket's own row becomes by a move, besides its status and version. */
export function changedRow(ticket: TicketRow, move: TicketMove, now: Millis): Change {
  const technician = move.technician ?? ticket.technician
  const restored = ticket.fault === null ? { restored_at: now } : {}
  switch (move.to) {
    case 'dispatched':
      return { technician, technician_proposed: 0, second: move.second ?? null }
    case 'acknowledged':
      return { technician, technician_proposed: technician === null ? 0 : 1, second: null }
    case 'accepted':
      return { technician, technician_proposed: 0 }
    case 'diagnosed':
      return { diagnosis: JSON.stringify({ ...move.diagnosis, at: now }) }
    case 'repaired':
      return {
        repair: JSON.stringify(move.repair),
        verdict: (move.repair && verdictOf(move.repair)) ?? null,
        ...restored,
        ...delayOf(move, now),
      }
    case 'answered':
      return { ...restored, ...delayOf(move, now) }
    case 'closed':
      return {
        closed_at: now,
        ...(move.rootCause && { root_cause: JSON.stringify({ ...move.rootCause, at: now }) }),
      }
    case 'cancelled':
      return { closed_at: now }
    case 'reopened':
      return {
        closed_at: null,
        repair: null,
        root_cause: null,
        verdict: null,
        reopens: ticket.reopens + 1,
        ...(ticket.fault === null && { restored_at: null }),
      }
    default:
      return delayOf(move, now)
  }
}
