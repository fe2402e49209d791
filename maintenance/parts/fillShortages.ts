import { SYSTEM } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import { addToTimeline, lockTicket, type Trx } from '../tickets/lockTicket.ts'
import { dropReservations, openReservations, reserveFree } from './reservations.ts'
import { coverShortages } from './shortageOrders.ts'

/** The tickets that wait for a part, the more urgent first, then the longer waiting; so many of them. */
async function waitingTickets(trx: Trx, partNo: string, most?: number): Promise<string[]> {
  const rows = await trx
    .selectFrom('reservation')
    .innerJoin('ticket', 'ticket.id', 'reservation.ticket')
    .select('ticket.id')
    .where('reservation.part_no', '=', partNo)
    .where('reservation.status', '=', 'short')
    .orderBy('ticket.priority')
    .orderBy('reservation.created_at')
    .orderBy('ticket.opened_at')
    .orderBy('ticket.id')
    .$if(most !== undefined, q => q.limit(most ?? 0))
    .execute()
  return rows.map(row => row.id)
}

/** False when there is not enough for this ticket. */
async function fillOne(trx: Trx, id: string, partNo: string, at: Millis): Promise<boolean> {
  const ticket = await lockTicket(trx, id)
  const waiting = (await openReservations(trx, id)).find(r => r.part_no === partNo && r.status === 'short')
  if (!ticket || !waiting) return true
  const need = { partNo, quantity: waiting.quantity }
  if (!(await reserveFree(trx, ticket, need, at))) return false
  await dropReservations(trx, id, partNo, 'short')
  await addToTimeline(trx, ticket, [{ at, by: SYSTEM.username, event: 'partReserved', detail: { ...need } }])
  return true
}

/**
 * After stock has grown: reserves for the tickets that wait, the more urgent first, then the longer waiting. The first
 * that cannot be served ends it, so that many small needs do not starve an urgent large one; what it then waits for in vain
 * is ordered.
 * @returns the tickets that now have the part; the caller logs them
 */
export async function fillShortages(trx: Trx, partNo: string, at: Millis): Promise<string[]> {
  const filled: string[] = []
  for (const id of await waitingTickets(trx, partNo)) {
    if (!(await fillOne(trx, id, partNo, at))) {
      await coverShortages(trx, id, partNo, at)
      break
    }
    filled.push(id)
  }
  return filled
}

/** After free stock of a held part was taken: what the tickets that wait now lack is ordered. */
export async function coverWaiting(trx: Trx, partNo: string, at: Millis): Promise<void> {
  const [first] = await waitingTickets(trx, partNo, 1)
  if (first !== undefined) await coverShortages(trx, first, partNo, at)
}
