import { nextNumber } from '#database/changeLog.ts'
import type { Equipment } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import type { TicketLocation } from '#domain/intake.ts'
import type { Actor } from '#domain/people.ts'
import { PLACE_CLASS } from '#domain/placeClass.ts'
import type { Workshop } from '../needs.ts'
import { lockVisible, refuseEnded, type TicketRow, type Trx } from '../tickets/lockTicket.ts'
import { refuseStale } from '../tickets/refuseStale.ts'
import { findRunning } from './joinTicket.ts'
import { mergeInto } from './mergeInto.ts'
import { settleAt } from './settleAt.ts'
import type { Told } from './trouble.ts'

/** What the reports of a place tell, now that the equipment is known; undefined when nobody told of a kind of trouble. */
function toldOf({ catalogue }: Workshop, ticket: TicketRow, equipment: Equipment): Told | undefined {
  const trouble = catalogue.troubles.find(({ code }) => code === ticket.trouble)
  const faultCode = trouble?.faults?.[equipment.class]
  return trouble && { equipment, trouble, danger: ticket.life_safety === 1, faultCode }
}

/** @throws CodedError NOT_FOUND, STALE_VERSION, TICKET_ENDED, EQUIPMENT_KNOWN */
async function placeTicket(
  trx: Trx,
  needs: Workshop,
  id: string,
  version: number | undefined,
  actor: Actor,
): Promise<TicketRow> {
  const ticket = await lockVisible(trx, id, actor)
  await refuseStale(trx, ticket, version)
  refuseEnded(ticket)
  if (needs.equipment(ticket.equipment)?.class !== PLACE_CLASS)
    throw new CodedError('EQUIPMENT_KNOWN', { ticket: id, equipment: ticket.equipment })
  return ticket
}

/**
 * The desk found out which equipment a ticket about a place is about. It goes on as that equipment's, or, where one about
 * the same trouble is running, its reports join that one and it ends.
 * @returns the ticket that carries the reports now
 * @throws CodedError NOT_FOUND, STALE_VERSION, TICKET_ENDED, EQUIPMENT_KNOWN
 */
export async function locateTicket(
  needs: Workshop,
  id: string,
  { equipment, version }: TicketLocation,
  actor: Actor,
): Promise<string> {
  return await needs.database.write(async trx => {
    const ticket = await placeTicket(trx, needs, id, version, actor)
    const piece = needs.equipment(equipment)
    if (piece?.site !== ticket.site || piece.id === ticket.equipment) throw new CodedError('NOT_FOUND', { equipment })
    // Held until the end: whoever opens a ticket counts up first, so none appears beside the one that is looked for.
    await nextNumber(trx, 'ticket', 0)
    const told = toldOf(needs, ticket, piece)
    const running = told && (await findRunning(trx, told))
    if (running) await mergeInto(trx, needs, ticket, { running, told }, actor)
    else await settleAt(trx, needs, ticket, { piece, faultCode: told?.faultCode }, actor)
    return running?.id ?? id
  })
}
