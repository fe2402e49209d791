import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { TicketRow, Trx } from '../tickets/lockTicket.ts'
import { kitParts } from './kitVersions.ts'
import { openReservations } from './reservations.ts'
import { reserveParts } from './reserveParts.ts'
import type { Settled } from './settleParts.ts'

/** A repair did not hold: the fault's kit is reserved anew, unless the held ticket still holds or awaits some. */
export async function reserveAgain(trx: Trx, needs: Workshop, ticket: TicketRow, at: Millis): Promise<Settled> {
  const { catalogue, equipment } = needs
  const piece = equipment(ticket.equipment)
  if (!piece || ticket.fault_code === null || (await openReservations(trx, ticket.id)).length > 0)
    return { parts: [], tickets: [] }
  const kit = await kitParts(trx, catalogue, piece, ticket.fault_code)
  return await reserveParts(trx, ticket, kit, needs.policies.at(at).policy.parts, at)
}
