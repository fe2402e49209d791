import type { CrewAnswer } from '#domain/crew.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { Workshop } from '../../needs.ts'
import { requireCertificate } from '../../people/requireCertificate.ts'
import { changeTicket } from '../../tickets/changeTicket.ts'
import { lockVisible, refuseEnded, type TicketRow, type Trx } from '../../tickets/lockTicket.ts'
import { siteDispatch } from '../siteDispatch.ts'
import { leaveCrew } from './leaveCrew.ts'
import { endOffers } from './offers.ts'

/**
 * Whose answer it is: that of whoever of the crew gives it, and from the desk that of who goes along. Who leads a ticket
 * that nobody has accepted answers by its moves.
 */
function answers(ticket: TicketRow, { role, username }: Actor): string | null {
  if (role === 'admin' || role === 'dispatcher') return ticket.second
  if (username === ticket.second) return username
  return username === ticket.technician && ticket.second !== null && ticket.status !== 'dispatched' ? username : null
}

/** A held ticket and who of its crew answers. @throws CodedError NOT_FOUND, TICKET_ENDED, FORBIDDEN for everybody else */
async function hold(trx: Trx, id: string, actor: Actor): Promise<{ ticket: TicketRow; person: string }> {
  const ticket = await lockVisible(trx, id, actor)
  refuseEnded(ticket)
  const person = answers(ticket, actor)
  if (person === null) throw new CodedError('FORBIDDEN', { ...(ticket.second !== null && { second: ticket.second }) })
  return { ticket, person }
}

async function accept(trx: Trx, needs: Workshop, ticket: TicketRow, person: string, actor: Actor): Promise<void> {
  const at = needs.clock.now()
  const { strict } = await siteDispatch(trx, needs.catalogue.dispatch, ticket.site)
  await requireCertificate(trx, needs, { ticket, technician: person, strict })
  if ((await endOffers(trx, ticket.id, [person], { outcome: 'accepted', at })) === 0) return
  await changeTicket(trx, needs, ticket, { at, by: actor.username, event: 'crewAccepted', detail: { second: person } })
}

/**
 * Somebody of the crew says yes or no, or the desk for who goes along; said twice it changes nothing. Who says no leaves.
 * @throws CodedError NOT_FOUND, TICKET_ENDED, FORBIDDEN, CERTIFICATE_EXPIRED, CERTIFICATE_MISSING
 */
export async function answerCrew(
  needs: Workshop,
  id: string,
  { answer, reason }: CrewAnswer,
  actor: Actor,
): Promise<void> {
  await needs.database.write(async trx => {
    const { ticket, person } = await hold(trx, id, actor)
    if (answer === 'accepted') await accept(trx, needs, ticket, person, actor)
    else await leaveCrew(trx, needs, ticket, { person, by: actor.username, reason })
  })
}
