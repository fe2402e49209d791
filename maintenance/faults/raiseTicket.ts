import { SEVERITIES, type Severity } from '#domain/faults.ts'
import { SYSTEM } from '#domain/people.ts'
import { ENDED, PRIORITIES } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import { resumeClocks } from '../clocks/pauses.ts'
import { repromise } from '../clocks/recalculate.ts'
import type { Workshop } from '../needs.ts'
import { ticketsChanged } from '../tickets/changeTicket.ts'
import { addToTimeline, lockTicket, type TicketRow, type Trx } from '../tickets/lockTicket.ts'
import { ticketPriority } from '../tickets/priority.ts'
import type { FaultRow } from './faultView.ts'

/** How grave a fault is; without `lifeSafety` as dangerous as its ticket. */
interface Grade {
  severity: Severity
  lifeSafety?: boolean
}

const isWorse = ({ severity }: Grade, ticket: TicketRow): boolean =>
  SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(ticket.severity)

/** Whether a fault is graver than its ticket says. */
export const isGraver = (grade: Grade, ticket: TicketRow): boolean =>
  isWorse(grade, ticket) || (grade.lifeSafety === true && ticket.life_safety === 0)

/**
 * A fault is graded otherwise, or joins a ticket of less: its open ticket becomes as urgent as the matrix (catalogue §5.4) has
 * it, with the promises of that priority from its first report on. It never becomes less urgent by itself; that is only noted,
 * for the desk.
 */
export async function raiseTicket(
  trx: Trx,
  needs: Workshop,
  fault: Pick<FaultRow, 'id' | 'ticket'>,
  grade: Grade,
  now: Millis,
): Promise<void> {
  const ticket = fault.ticket === null ? undefined : await lockTicket(trx, fault.ticket)
  if (!ticket || ENDED.includes(ticket.status)) return
  const by = SYSTEM.username
  const { severity, lifeSafety = ticket.life_safety === 1 } = grade
  const occupancy = needs.equipment(ticket.equipment)?.occupancy ?? 'unknown'
  const about = { severity, lifeSafety, occupancy, repeated: ticket.repeat_of !== null }
  const priority = ticketPriority(needs.policies.get(ticket.policy).policy, about)
  const raised = PRIORITIES.indexOf(priority) < PRIORITIES.indexOf(ticket.priority)
  const worse = isWorse(grade, ticket)
  const danger = lifeSafety && ticket.life_safety === 0
  const version = raised || worse || danger ? ticket.version + 1 : ticket.version
  const change = {
    ...(raised && { priority }),
    ...(worse && { severity }),
    ...(danger && { life_safety: 1 }),
    version,
  }
  await trx.updateTable('ticket').set(change).where('id', '=', ticket.id).execute()
  if (danger) await resumeClocks(trx, needs, ticket, { at: now, by })
  if (raised) await repromise(trx, needs, { ...ticket, ...change }, { at: now, by, why: 'faultGraded' })
  const detail = { fault: fault.id, severity, ...(raised && { priorityBefore: ticket.priority, priority }) }
  const event = raised ? 'priorityRaised' : 'severityChanged'
  await addToTimeline(trx, { id: ticket.id, version }, [{ at: now, by, event, detail }])
  await ticketsChanged(trx, needs, [ticket.id], now)
}
