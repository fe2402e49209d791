import type { Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { AskedBefore, Crew, CrewMember } from '#domain/crew.ts'
import { CodedError } from '#domain/errors.ts'
import type { Workshop } from '../../needs.ts'
import type { TicketRow } from '../../tickets/lockTicket.ts'
import { withoutNulls } from '../../withoutNulls.ts'
import { crewNeeded } from './crewNeeded.ts'

type Offer = Selectable<Tables['ticket_offer']>
type Person = Pick<Selectable<Tables['technician']>, 'id' | 'name' | 'phone' | 'company'>

const accepted = (ticket: TicketRow, place: CrewMember['place'], offer: Offer | undefined): CrewMember['answer'] => {
  if (place === 'second') return offer?.outcome === 'accepted' ? 'accepted' : 'waiting'
  if (ticket.technician_proposed === 1) return 'proposed'
  // Who goes along may have taken it on before the lead has said anything.
  return ticket.status === 'dispatched' || offer?.ended_at === null ? 'waiting' : 'accepted'
}

function member(ticket: TicketRow, place: CrewMember['place'], person: Person, offer: Offer | undefined): CrewMember {
  const { id: technician, name, phone, company } = person
  const why = offer?.reasons ? JSON.parse(offer.reasons) : { reasons: [], against: [] }
  const answer = accepted(ticket, place, offer)
  return {
    technician,
    name,
    place,
    answer,
    ...withoutNulls({ phone, company }),
    ...(offer && { askedAt: offer.at }),
    ...(answer === 'waiting' && offer && withoutNulls({ dueAt: offer.due_at })),
    ...why,
  }
}

async function people({ database: { db } }: Workshop, ids: readonly string[]): Promise<Map<string, Person>> {
  const rows = await db
    .selectFrom('technician')
    .select(['id', 'name', 'phone', 'company'])
    .where('id', 'in', [...ids, ''])
    .execute()
  return new Map(rows.map(row => [row.id, row]))
}

/** Who goes to a ticket, who was asked before, and what is still missing. @throws CodedError NOT_FOUND */
export async function ticketCrew(needs: Workshop, id: string): Promise<Crew> {
  const { db } = needs.database
  const ticket = await db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirst()
  if (!ticket) throw new CodedError('NOT_FOUND', { ticket: id })
  const offers = await db.selectFrom('ticket_offer').selectAll().where('ticket', '=', id).orderBy('number').execute()
  const wait = await db.selectFrom('dispatch_wait').selectAll().where('ticket', '=', id).executeTakeFirst()
  const named = [ticket.technician, ticket.second].filter(one => one !== null)
  const known = await people(needs, [...named, ...offers.map(offer => offer.technician)])
  const last = (technician: string) => offers.findLast(offer => offer.technician === technician)
  const before = offers.flatMap(({ technician, at: askedAt, ended_at: endedAt, outcome }): AskedBefore[] =>
    endedAt === null || outcome === null || outcome === 'accepted'
      ? []
      : [{ technician, name: known.get(technician)?.name ?? technician, askedAt, endedAt, outcome }],
  )
  return {
    ticket: id,
    needed: crewNeeded(needs, ticket),
    members: named.flatMap((technician, index) => {
      const person = known.get(technician)
      return person
        ? [member(ticket, index === 0 && ticket.technician !== null ? 'lead' : 'second', person, last(technician))]
        : []
    }),
    askedBefore: before,
    ...(wait && { lacking: { since: wait.since, retryAt: wait.retry_at } }),
  }
}
