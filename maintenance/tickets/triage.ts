import { CodedError } from '#domain/errors.ts'
import type { TicketMove } from '#domain/ticketCommands.ts'
import { PRIORITIES } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import { resumeClocks } from '../clocks/pauses.ts'
import { repromise } from '../clocks/recalculate.ts'
import type { Workshop } from '../needs.ts'
import type { TicketRow, Trx } from './lockTicket.ts'
import { ticketPriority } from './priority.ts'

/**
 * Nature and urgency are seen otherwise than reported: another priority, and its promises from the first report on. Where
 * life is now in danger, what stood still runs again.
 * @throws CodedError MOVE_NEEDS for a reason when it becomes less urgent
 */
export async function triage(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  move: TicketMove,
  { at, by }: { at: Millis; by: string },
): Promise<Partial<TicketRow>> {
  const { triage: seen } = move
  if (!seen) return await noLongerMinor(trx, needs, ticket, move, { at, by })
  const { policy } = needs.policies.get(ticket.policy)
  const severity = seen.severity ?? ticket.severity
  const lifeSafety = seen.lifeSafety ?? ticket.life_safety === 1
  const occupancy = needs.equipment(ticket.equipment)?.occupancy ?? 'unknown'
  const repeated = ticket.repeat_of !== null
  const priority = ticketPriority(policy, { severity, lifeSafety, occupancy, repeated })
  if (PRIORITIES.indexOf(priority) > PRIORITIES.indexOf(ticket.priority) && move.reason === undefined)
    throw new CodedError('MOVE_NEEDS', { to: move.to, missing: ['reason'], priority })
  const minor = (seen.minor ?? ticket.minor === 1) ? 1 : 0
  const change = { severity, life_safety: lifeSafety ? 1 : 0, priority, minor }
  if (lifeSafety) await resumeClocks(trx, needs, ticket, { at, by })
  await repromise(trx, needs, { ...ticket, ...change }, { at, by, why: 'triaged' })
  return change
}

/** A repair for which a part has to be ordered after all has the days of an ordinary one (P3, P4 of the service practice). */
async function noLongerMinor(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  { to }: TicketMove,
  { at, by }: { at: Millis; by: string },
): Promise<Partial<TicketRow>> {
  if (to !== 'waitingPart' || ticket.minor === 0) return {}
  const change = { minor: 0 }
  await repromise(trx, needs, { ...ticket, ...change }, { at, by, why: 'partOrdered' })
  return change
}
