import type { Workshop } from '../../needs.ts'
import { changeTicket } from '../../tickets/changeTicket.ts'
import type { TicketRow, Trx } from '../../tickets/lockTicket.ts'
import { siteDispatch } from '../siteDispatch.ts'
import { noteWait } from '../sweep/waits.ts'
import { refuseOffer } from './offers.ts'

/** Who stays in a crew when one of the two leaves it; who goes along comes to lead. */
export const withoutOne = ({ technician, second }: Pick<TicketRow, 'technician' | 'second'>, gone: string) =>
  gone === technician ? { technician: second, second: null } : { technician, second: null }

/**
 * One of a held ticket's crew leaves it and the other goes on. Where the service names the crew, it looks for another one
 * at its next sweep; elsewhere the desk does.
 */
export async function leaveCrew(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  { person, by, reason }: { person: string; by: string; reason: string | undefined },
): Promise<void> {
  const at = needs.clock.now()
  await refuseOffer(trx, ticket.id, person, at)
  const change = withoutOne(ticket, person)
  const leads = change.technician === ticket.technician ? {} : { technician: change.technician }
  const detail = { second: person, ...leads, ...(reason !== undefined && { reason }) }
  await changeTicket(trx, needs, ticket, { at, by, event: 'crewDeclined', detail }, change)
  const { mode } = await siteDispatch(trx, needs.catalogue.dispatch, ticket.site)
  if (mode === 'auto' || mode === 'roundRobin') await noteWait(trx, ticket.id, { at, retryAt: at, tried: false })
}
