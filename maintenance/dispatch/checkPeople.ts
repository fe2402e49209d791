import { CodedError } from '#domain/errors.ts'
import type { TicketMove } from '#domain/ticketCommands.ts'
import type { Workshop } from '../needs.ts'
import { requireCertificate } from '../people/requireCertificate.ts'
import type { TicketRow, Trx } from '../tickets/lockTicket.ts'
import { crewNeeded } from './crew/crewNeeded.ts'
import { siteDispatch } from './siteDispatch.ts'

/** The moves by which somebody is sent, takes the work on or comes to it, each time anew. */
const GOES: readonly TicketMove['to'][] = ['dispatched', 'accepted', 'enRoute', 'onSite']

/** Whether the site sends nobody alone to work that asks for two, and no second person is named. */
export async function secondMissing(trx: Trx, needs: Workshop, ticket: TicketRow, move: TicketMove): Promise<boolean> {
  if (move.to !== 'dispatched' || move.second !== undefined) return false
  return crewNeeded(needs, ticket) > 1 && (await siteDispatch(trx, needs.catalogue.dispatch, ticket.site)).strict
}

/**
 * Those who are sent may do the work, and still may when they set out and arrive.
 * @throws CodedError UNKNOWN_TECHNICIAN, BAD_REQUEST for one person named twice, CERTIFICATE_EXPIRED, CERTIFICATE_MISSING
 */
export async function checkPeople(trx: Trx, needs: Workshop, ticket: TicketRow, move: TicketMove): Promise<void> {
  for (const named of [move.technician, move.second]) if (named !== undefined) await needTechnician(trx, named)
  if (!GOES.includes(move.to)) return
  const technician = move.technician ?? ticket.technician
  const second = move.to === 'dispatched' ? move.second : ticket.second
  if (second && second === technician) throw new CodedError('BAD_REQUEST', { second: 'is the technician already' })
  const { strict } = await siteDispatch(trx, needs.catalogue.dispatch, ticket.site)
  for (const person of [technician, second]) {
    if (!person) continue
    await needTechnician(trx, person)
    await requireCertificate(trx, needs, { ticket, technician: person, strict })
  }
}

/**
 * Who is named for a ticket when it is opened may do the work.
 * @throws CodedError CERTIFICATE_EXPIRED, CERTIFICATE_MISSING
 */
export async function checkNamed(trx: Trx, needs: Workshop, ticket: TicketRow, technician: string): Promise<void> {
  const { strict } = await siteDispatch(trx, needs.catalogue.dispatch, ticket.site)
  await requireCertificate(trx, needs, { ticket, technician, strict })
}

async function needTechnician(trx: Trx, id: string): Promise<void> {
  const found = await trx.selectFrom('technician').select('active').where('id', '=', id).executeTakeFirst()
  if (found?.active !== 1) throw new CodedError('UNKNOWN_TECHNICIAN', { technician: id })
}
