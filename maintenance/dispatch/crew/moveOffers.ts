import { isInCrew } from '#domain/crew.ts'
import type { Actor } from '#domain/people.ts'
import type { TicketMove } from '#domain/ticketCommands.ts'
import { ENTERED, UNDER_WAY } from '#domain/ticketStages.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../../needs.ts'
import type { TicketRow, Trx } from '../../tickets/lockTicket.ts'
import { FREES } from '../refusals.ts'
import { endWait, wakeFor } from '../sweep/waits.ts'
import { askTo, type Chosen, endOffers, isAsked, openOffers, refuseOffer } from './offers.ts'

/** What the service says of a crew that it names itself: why each, and whose time to accept is over. */
export interface Naming {
  chosen: readonly Chosen[]
  expired: ReadonlySet<string>
}

interface Moved {
  move: TicketMove
  actor: Actor
  /** The technician after the move. */
  technician: string | undefined
  at: Millis
  naming: Naming | undefined
}

const ACCEPTS: readonly TicketStatus[] = ['accepted', 'enRoute', 'onSite']
const LEAVES: readonly TicketStatus[] = ['acknowledged', 'dispatched']

/** Ends what these people were asked: their time is over, they gave it back themselves, or somebody else decided. */
async function takeBack(
  trx: Trx,
  ticket: TicketRow,
  people: readonly string[],
  { move, actor, at, naming }: Moved,
): Promise<void> {
  const late = people.filter(one => naming?.expired.has(one))
  await endOffers(trx, ticket.id, late, { outcome: 'expired', at })
  const givesBack = actor.role === 'technician' && actor.username === ticket.technician && LEAVES.includes(move.to)
  if (givesBack) await refuseOffer(trx, ticket.id, actor.username, at)
  await endOffers(trx, ticket.id, people, { outcome: 'withdrawn', at })
}

async function askCrew(trx: Trx, needs: Workshop, ticket: TicketRow, moved: Moved): Promise<void> {
  const { move, technician, at, naming } = moved
  const stays = move.second === ticket.second ? move.second : undefined
  const gone = (await openOffers(trx, ticket.id)).filter(one => one !== stays)
  await takeBack(trx, ticket, gone, moved)
  for (const person of [technician, move.second]) {
    if (person === undefined || (person === stays && (await isAsked(trx, ticket.id, person)))) continue
    const chosen = naming?.chosen.find(one => one.technician === person)
    await askTo(trx, needs, ticket, { technician: person, chosen, at })
  }
}

/** Whose asking ends because of the move: theirs who goes on with it, and where the desk says so the lead's. */
function acceptsBy(ticket: TicketRow, { move: { to }, actor, technician }: Moved): string[] {
  if (LEAVES.includes(to)) return []
  if (actor.role === 'technician' && isInCrew(actor.username, ticket)) return [actor.username]
  return ACCEPTS.includes(to) && technician !== undefined ? [technician] : []
}

/** Offers go with the moves of a held ticket: who was asked, who accepted, what ran out, was declined or taken back. */
export async function moveOffers(trx: Trx, needs: Workshop, ticket: TicketRow, moved: Moved): Promise<void> {
  const { move, at } = moved
  const { to } = move
  await endOffers(trx, ticket.id, acceptsBy(ticket, moved), { outcome: 'accepted', at })
  if (to !== 'dispatched' && UNDER_WAY.includes(to)) return
  if (to === 'dispatched') await askCrew(trx, needs, ticket, moved)
  else await takeBack(trx, ticket, await openOffers(trx, ticket.id), moved)
  if (to !== 'acknowledged' || !ENTERED.includes(ticket.status)) await endWait(trx, ticket.id)
  if (FREES.includes(to)) await wakeFor(trx, [ticket.technician, ticket.second], at)
}
