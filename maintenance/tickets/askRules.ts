import type { EquipmentView } from '#domain/ruleHealth.ts'
import type { TicketMove } from '#domain/ticketCommands.ts'
import type { Workshop } from '../needs.ts'

/** What the rules see of a ticket's equipment when it is about to move. */
export interface AskedRules {
  /** The newest values of the equipment. */
  values: EquipmentView['values']
  /** The metrics that the fault's rule goes by and that are not known now. */
  unknown: readonly string[]
}

/**
 * Asks the rules what a move may need of them, before the ticket is held: nobody waits for their answer meanwhile.
 * @throws CodedError DATABASE_UNAVAILABLE
 */
export async function askRules(needs: Workshop, id: string, { to, proof }: TicketMove): Promise<AskedRules> {
  const ticket = await needs.database.db
    .selectFrom('ticket')
    .select(['equipment', 'fault', 'fault_code'])
    .where('id', '=', id)
    .executeTakeFirst()
  const code = ticket?.fault === null ? null : ticket?.fault_code
  const [view, unknown] = await Promise.all([
    ticket && to === 'onSite' && proof === undefined ? needs.observed(ticket.equipment) : undefined,
    ticket && code ? needs.unknownMetrics(ticket.equipment, code) : [],
  ])
  return { values: view?.values ?? new Map(), unknown }
}
