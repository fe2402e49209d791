import { SYSTEM } from '#domain/people.ts'
import { findMove } from '#domain/ticketMoves.ts'
import { ENTERED } from '#domain/ticketStages.ts'
import type { Workshop } from '../../needs.ts'
import { changeTicket } from '../../tickets/changeTicket.ts'
import type { TicketRow, Trx } from '../../tickets/lockTicket.ts'
import { makeMove } from '../../tickets/makeMove.ts'
import { crewNeeded } from '../crew/crewNeeded.ts'
import { withoutOne } from '../crew/leaveCrew.ts'
import { askTo, endOffers } from '../crew/offers.ts'
import { siteDispatch } from '../siteDispatch.ts'
import { type ChosenCrew, chooseCrew } from './chooseCrew.ts'
import { missSomebody } from './missing.ts'
import { endWait } from './waits.ts'

const NOT_ACCEPTED = '未在时限内接单 · not accepted in time'

interface Filling {
  crew: ChosenCrew
  expired: ReadonlySet<string>
}

/** Sends a crew, or gives the ticket back to the desk when the one who was asked let it lapse. */
async function send(trx: Trx, needs: Workshop, ticket: TicketRow, { crew, expired }: Filling): Promise<void> {
  const { lead, second, chosen } = crew
  const to = lead === undefined ? 'acknowledged' : 'dispatched'
  const row = findMove(ticket, to)
  if (!row || (lead === undefined && expired.size === 0)) return
  const move = {
    to,
    ...(lead !== undefined && { technician: lead }),
    ...(second !== undefined && { second }),
    ...(expired.size > 0 && { reason: NOT_ACCEPTED }),
  } as const
  await makeMove(trx, needs, ticket, { row, move, actor: SYSTEM, naming: { chosen, expired } })
}

/** Names another one to go along, or nobody; the technician stays. */
async function changeSecond(trx: Trx, needs: Workshop, ticket: TicketRow, { crew, expired }: Filling): Promise<void> {
  const { second = null, chosen } = crew
  await endOffers(trx, ticket.id, [...expired], { outcome: 'expired', at: needs.clock.now() })
  if (second === ticket.second) return
  const at = needs.clock.now()
  if (second !== null)
    await askTo(trx, needs, ticket, { technician: second, chosen: chosen.find(c => c.technician === second), at })
  const detail = { ...(second !== null && { second }), ...(expired.size > 0 && { reason: NOT_ACCEPTED }) }
  await changeTicket(trx, needs, ticket, { at, by: SYSTEM.username, event: 'crewChanged', detail }, { second })
}

/**
 * The one who goes along has taken the work on, and the one who was asked to lead let it lapse: the work goes on and is
 * theirs. @returns the ticket as it then is
 */
async function leadBySecond(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  expired: ReadonlySet<string>,
): Promise<TicketRow> {
  const { technician, second, status } = ticket
  const gone = technician !== null && expired.has(technician) && second !== null && !expired.has(second)
  if (!gone || status === 'dispatched') return ticket
  const at = needs.clock.now()
  await endOffers(trx, ticket.id, [technician], { outcome: 'expired', at })
  const change = withoutOne(ticket, technician)
  const detail = { technician: second, reason: NOT_ACCEPTED }
  await changeTicket(trx, needs, ticket, { at, by: SYSTEM.username, event: 'crewChanged', detail }, change)
  return { ...ticket, ...change, version: ticket.version + 1 }
}

/**
 * Names the people whom a held ticket lacks, in place of those whose time to accept is over; who cannot be found is looked
 * for again.
 */
export async function fillCrew(
  trx: Trx,
  needs: Workshop,
  held: TicketRow,
  expired: ReadonlySet<string> = new Set(),
): Promise<void> {
  const ticket = await leadBySecond(trx, needs, held, expired)
  const { mode, strict } = await siteDispatch(trx, needs.catalogue.dispatch, ticket.site)
  const size = crewNeeded(needs, ticket)
  const underWay = !ENTERED.includes(ticket.status)
  const staying = (id: string | null) => (underWay && id !== null && !expired.has(id) ? id : undefined)
  const stays = { lead: staying(ticket.technician), second: staying(ticket.second), size, expired, mode }
  const found = await chooseCrew(trx, needs, ticket, stays)
  const alone = size > 1 && found.second === undefined
  const crew = alone && strict && stays.lead === undefined ? { chosen: [] } : found
  if (stays.lead === undefined) await send(trx, needs, ticket, { crew, expired })
  else await changeSecond(trx, needs, ticket, { crew, expired })
  if (mode === 'grab' || (crew.lead !== undefined && !alone)) await endWait(trx, ticket.id)
  else await missSomebody(trx, needs, ticket, crew.lead === undefined ? 'crew' : 'second')
}
