import type { CrewAnswer } from '#domain/crew.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { Workshop } from '../../needs.ts'
import { requireCertificate } from '../../people/requireCertificate.ts'
import { changeTicket } from '../../tickets/changeTicket.ts'
import { lockVisible, refuseEnded, type TicketRow, type Trx } from '../../tickets/lockTicket.ts'
import { siteDispatch } from '../siteDispatch.ts'
import { noteWait } from '../sweep/waits.ts'
import { endOffers, refuseOffer } from './offers.ts'

/** A held ticket and who is asked to go along. @throws CodedError NOT_FOUND, TICKET_ENDED, FORBIDDEN for everybody else */
async function hold(trx: Trx, id: string, actor: Actor): Promise<{ ticket: TicketRow; second: string }> {
  const ticket = await lockVisible(trx, id, actor)
  refuseEnded(ticket)
  const { second } = ticket
  const desk = actor.role === 'admin' || actor.role === 'dispatcher'
  if (second === null || !(desk || actor.username === second))
    throw new CodedError('FORBIDDEN', { ...(second !== null && { second }) })
  return { ticket, second }
}

async function accept(trx: Trx, needs: Workshop, ticket: TicketRow, second: string, actor: Actor): Promise<void> {
  const at = needs.clock.now()
  const { strict } = await siteDispatch(trx, needs.catalogue.dispatch, ticket.site)
  await requireCertificate(trx, needs, { ticket, technician: second, strict })
  if ((await endOffers(trx, ticket.id, [second], { outcome: 'accepted', at })) === 0) return
  await changeTicket(trx, needs, ticket, { at, by: actor.username, event: 'crewAccepted', detail: { second } })
}

/** Where the service names the crew, it looks for another one at its next sweep; elsewhere the desk does. */
async function decline(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  { second, actor, reason }: { second: string; actor: Actor; reason: string | undefined },
): Promise<void> {
  const at = needs.clock.now()
  await refuseOffer(trx, ticket.id, second, at)
  const detail = { second, ...(reason !== undefined && { reason }) }
  const line = { at, by: actor.username, event: 'crewDeclined', detail }
  await changeTicket(trx, needs, ticket, line, { second: null })
  const { mode } = await siteDispatch(trx, needs.catalogue.dispatch, ticket.site)
  if (mode === 'auto' || mode === 'roundRobin') await noteWait(trx, ticket.id, { at, retryAt: at, tried: false })
}

/**
 * Who is asked to go along says yes or no, or the desk for them; said twice it changes nothing.
 * @throws CodedError NOT_FOUND, TICKET_ENDED, FORBIDDEN, CERTIFICATE_EXPIRED, CERTIFICATE_MISSING
 */
export async function answerCrew(
  needs: Workshop,
  id: string,
  { answer, reason }: CrewAnswer,
  actor: Actor,
): Promise<void> {
  await needs.database.write(async trx => {
    const { ticket, second } = await hold(trx, id, actor)
    if (answer === 'accepted') await accept(trx, needs, ticket, second, actor)
    else await decline(trx, needs, ticket, { second, actor, reason })
  })
}
