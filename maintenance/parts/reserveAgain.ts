import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { TicketRow, Trx } from '../tickets/lockTicket.ts'
import { findRule } from '../tickets/priority.ts'
import { openReservations, type PartNeed, reserveParts } from './reservations.ts'

/** The parts that the catalogue gives a fault of that piece of equipment. */
function partsOfFault({ catalogue, equipment }: Workshop, ticket: TicketRow): PartNeed[] {
  const piece = equipment(ticket.equipment)
  const known = piece && ticket.fault_code !== null ? findRule(catalogue, piece.class, ticket.fault_code) : undefined
  return known?.rule.parts.map(({ partNo, qty }) => ({ partNo, quantity: qty })) ?? []
}

/** A repair did not hold: the fault's parts are reserved anew, unless the held ticket still holds or awaits some. @returns the parts touched */
export async function reserveAgain(trx: Trx, needs: Workshop, ticket: TicketRow, at: Millis): Promise<string[]> {
  if ((await openReservations(trx, ticket.id)).length > 0) return []
  const parts = partsOfFault(needs, ticket)
  await reserveParts(trx, ticket.id, parts, at)
  return parts.map(part => part.partNo)
}
