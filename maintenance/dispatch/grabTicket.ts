import { CodedError } from '#domain/errors.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import { POOL_MOVE } from '#domain/ticketMoves.ts'
import { UNDER_WAY } from '#domain/ticketStages.ts'
import type { Ticket } from '#domain/tickets.ts'
import type { Workshop } from '../needs.ts'
import { requireCertificate, visitDay } from '../people/requireCertificate.ts'
import { changeTicket } from '../tickets/changeTicket.ts'
import { lockVisible, type TicketRow, type Trx } from '../tickets/lockTicket.ts'
import { makeMove } from '../tickets/makeMove.ts'
import { assembleTickets } from '../tickets/ticketView.ts'
import { checkPeople } from './checkPeople.ts'
import { crewNeeded } from './crew/crewNeeded.ts'
import { askTo, endOffers } from './crew/offers.ts'
import { findCandidates } from './findCandidates.ts'
import { setSites, siteDispatch } from './siteDispatch.ts'

/** So many tickets the pool shows. */
const SHOWN = 200

/** @throws CodedError FORBIDDEN where the desk decides, or for work that is not this technician's */
async function refuseOthers(trx: Trx, needs: Workshop, ticket: TicketRow, technician: string): Promise<void> {
  const { id, site, equipment, skill } = ticket
  const { mode } = await siteDispatch(trx, needs.catalogue.dispatch, site)
  if (mode !== 'grab') throw new CodedError('FORBIDDEN', { mode })
  const at = needs.clock.now()
  const work = { ticket: id, site, equipment, skill, day: await visitDay(trx, needs, ticket, at), at }
  const own = (await findCandidates(trx, needs, work)).find(c => c.technician === technician)
  if (!own?.skilled) throw new CodedError('FORBIDDEN', { technician, ...(skill && { skill }) })
}

/** Whether work for two that somebody has taken lacks the one who goes along: nobody took the place yet, or it is free again. */
const lacksSecond = (needs: Workshop, ticket: TicketRow): boolean =>
  UNDER_WAY.includes(ticket.status) && ticket.second === null && crewNeeded(needs, ticket) > 1

/** Takes the open place of the one who goes along. */
async function goAlong(trx: Trx, needs: Workshop, ticket: TicketRow, technician: string): Promise<void> {
  const { strict } = await siteDispatch(trx, needs.catalogue.dispatch, ticket.site)
  await requireCertificate(trx, needs, { ticket, technician, strict })
  const at = needs.clock.now()
  await askTo(trx, needs, ticket, { technician, chosen: undefined, at })
  await endOffers(trx, ticket.id, [technician], { outcome: 'accepted', at })
  const line = { at, by: technician, event: 'crewAccepted', detail: { second: technician } }
  await changeTicket(trx, needs, ticket, line, { second: technician })
}

/**
 * A technician takes a ticket from the pool, or goes along with who has taken work for two. It is held while its status is looked at, so that of several who take it at
 * once the first gets it.
 * @throws CodedError NOT_FOUND, FORBIDDEN, TICKET_TAKEN with who has it, CERTIFICATE_EXPIRED, CERTIFICATE_MISSING
 */
export async function grabTicket(needs: Workshop, id: string, actor: Actor): Promise<void> {
  const technician = actor.username
  await needs.database.write(async trx => {
    const ticket = await lockVisible(trx, id, actor)
    const open = POOL_MOVE.from.includes(ticket.status)
    if (!open && (!lacksSecond(needs, ticket) || ticket.technician === technician))
      throw new CodedError('TICKET_TAKEN', { status: ticket.status, technician: ticket.technician })
    await refuseOthers(trx, needs, ticket, technician)
    if (!open) return await goAlong(trx, needs, ticket, technician)
    const move = { to: 'accepted', technician } as const
    await checkPeople(trx, needs, ticket, move)
    await makeMove(trx, needs, ticket, { row: POOL_MOVE, move, actor })
  })
}

/** The tickets that wait for somebody to take them: a technician's own skills, everything for the desk; the oldest first. */
export async function openPool(needs: Workshop, actor: Actor): Promise<Ticket[]> {
  const { db } = needs.database
  const sites = (await setSites(db)).flatMap(({ site, mode }) =>
    mode === 'grab' && seesSite(actor, site) ? [site] : [],
  )
  if (sites.length === 0) return []
  const found = await db
    .selectFrom('ticket')
    .selectAll()
    .where('site', 'in', sites)
    .where(eb =>
      eb.or([
        eb('status', 'in', [...POOL_MOVE.from]),
        eb.and([eb('status', 'in', [...UNDER_WAY]), eb('second', 'is', null), eb('technician', '<>', actor.username)]),
      ]),
    )
    .orderBy('opened_at')
    .orderBy('id')
    .execute()
  const rows = found.filter(row => POOL_MOVE.from.includes(row.status) || lacksSecond(needs, row))
  if (actor.role !== 'technician') return await assembleTickets(needs, rows.slice(0, SHOWN))
  const person = await db
    .selectFrom('technician')
    .select(['skills', 'sites'])
    .where('id', '=', actor.username)
    .where('active', '=', 1)
    .executeTakeFirst()
  const skills: string[] = JSON.parse(person?.skills ?? '[]')
  const own: string[] = JSON.parse(person?.sites ?? '[]')
  const fits = ({ skill, site }: TicketRow) =>
    person !== undefined && (skill === null || skills.includes(skill)) && (own.length === 0 || own.includes(site))
  return await assembleTickets(needs, rows.filter(fits).slice(0, SHOWN))
}
