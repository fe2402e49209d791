import { logChanges } from '#database/changeLog.ts'
import type { Equipment } from '#domain/equipment.ts'
import { SYSTEM } from '#domain/people.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import { resumeResolve } from '../clocks/clocks.ts'
import type { Workshop } from '../needs.ts'
import { reserveAgain } from '../parts/reserveAgain.ts'
import { addToTimeline, isOpen, lockTicket, type TicketRow, type Trx } from '../tickets/lockTicket.ts'
import { openTicket } from '../tickets/openTicket.ts'
import type { KnownFault } from '../tickets/priority.ts'

/** A fault that has just fired. */
export interface FiredFault {
  id: string
  equipment: Equipment
  known: KnownFault
  lifeSafety: boolean
  firedAt: Millis
}

/** A repair that was thought done when the fault came back. */
const THOUGHT_DONE: readonly TicketStatus[] = ['repaired', 'verified', 'followedUp']

async function findOpenTicket(trx: Trx, equipment: string, code: string): Promise<TicketRow | undefined> {
  const found = await trx
    .selectFrom('ticket')
    .select('id')
    .where('equipment', '=', equipment)
    .where('fault_code', '=', code)
    .where(isOpen)
    .executeTakeFirst()
  const ticket = found && (await lockTicket(trx, found.id))
  return ticket && ticket.status !== 'closed' && ticket.status !== 'cancelled' ? ticket : undefined
}

/** The fault fired again while its ticket is open: one more occurrence, and a repair that was thought done did not hold. */
async function addOccurrence(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  fault: FiredFault,
  at: Millis,
): Promise<void> {
  const reopens = THOUGHT_DONE.includes(ticket.status)
  const status = reopens ? 'reopened' : ticket.status
  const version = ticket.version + 1
  const occurrences = ticket.occurrences + 1
  await trx
    .updateTable('ticket')
    .set({ fault: fault.id, occurrences, version, status, restored_at: null, ...(reopens && { repair: null }) })
    .where('id', '=', ticket.id)
    .execute()
  const detail = { fault: fault.id, occurrences }
  const move = reopens && { from: ticket.status, to: 'reopened' as const }
  await addToTimeline(trx, { id: ticket.id, version }, [
    { at, by: SYSTEM.username, event: reopens ? 'reopened' : 'recurred', ...move, detail },
  ])
  if (reopens) {
    await resumeResolve(trx, ticket.id)
    await logChanges(trx, 'parts', await reserveAgain(trx, needs, ticket, at), at)
  }
  await logChanges(trx, 'tickets', [ticket.id], at)
}

/** Exactly one open ticket for the equipment and fault code: the open one gets an occurrence, otherwise one is opened. */
export async function ticketForFault(trx: Trx, needs: Workshop, fault: FiredFault, at: Millis): Promise<string> {
  const { equipment, known, lifeSafety, firedAt } = fault
  const { rule } = known
  for (;;) {
    const open = await findOpenTicket(trx, equipment.id, rule.code)
    if (open) {
      await addOccurrence(trx, needs, open, fault, at)
      return open.id
    }
    const id = await openTicket(trx, needs, {
      equipment,
      origin: 'rule',
      by: SYSTEM.username,
      severity: rule.severity,
      lifeSafety,
      openedAt: at,
      failedAt: Math.min(firedAt, at),
      parts: rule.parts.map(({ partNo, qty }) => ({ partNo, quantity: qty })),
      estRepairMin: rule.estRepairMin,
      fault: fault.id,
      faultCode: rule.code,
      skill: rule.skill,
    })
    if (id !== undefined) return id
  }
}
