import { sql } from 'kysely'
import type { RepairReport } from '#domain/ticketCommands.ts'
import type { Millis } from '#domain/time.ts'
import type { TicketRow, Trx } from '../tickets/lockTicket.ts'
import { fitPart } from './fittedParts.ts'
import { lockPart } from './ledger.ts'
import { mergeNeeds, type PartNeed } from './reservations.ts'
import { type Settled, settleParts } from './settleParts.ts'

interface Ending {
  username: string
  at: Millis
}

/** What was replaced is no longer fitted; its number may have been kept with a scanner's blanks. */
async function takeOut(trx: Trx, ticket: TicketRow, serial: string, { at, username }: Ending): Promise<void> {
  await trx
    .updateTable('fitted_part')
    .set({ removed_at: at, removed_by: username, removed_reason: ticket.id })
    .where('equipment', '=', ticket.equipment)
    .where(sql<string>`trim(serial)`, '=', serial.trim())
    .where('removed_at', 'is', null)
    .execute()
}

/**
 * A repair used these parts: they are issued and noted in the equipment's file, the serial number with the only part.
 * @throws CodedError see {@link settleParts}; ALREADY_EXISTS when a part of that number is fitted elsewhere
 */
export async function settleRepair(
  trx: Trx,
  ticket: TicketRow,
  { partsUsed, repair }: { partsUsed: readonly PartNeed[]; repair: RepairReport | undefined },
  ending: Ending,
): Promise<Settled> {
  if (repair?.oldSerial !== undefined) await takeOut(trx, ticket, repair.oldSerial, ending)
  const settled = await settleParts(trx, ticket, partsUsed, ending)
  const used = mergeNeeds(partsUsed)
  for (const { partNo, quantity } of used) {
    const fitting = { equipment: ticket.equipment, quantity, ticket: ticket.id }
    const number = used.length === 1 && quantity === 1 ? repair?.newSerial : undefined
    await fitPart(trx, await lockPart(trx, partNo), { ...fitting, serial: number }, ending)
  }
  return settled
}
