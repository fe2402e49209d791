import type { Candidate } from '#domain/candidates.ts'
import type { DispatchMode } from '#domain/dispatch.ts'
import type { Workshop } from '../../needs.ts'
import { visitDay } from '../../people/requireCertificate.ts'
import type { TicketRow, Trx } from '../../tickets/lockTicket.ts'
import { findCandidates } from '../findCandidates.ts'

/** Those who may be asked: skilled, on duty, and not one who would not accept this ticket before. */
const mayBeAsked = (one: Candidate): boolean =>
  !one.blocked &&
  one.available &&
  one.skilled &&
  !one.against.some(({ code }) => code === 'letLapse' || code === 'declined')

/** Who of a crew of so many stays, whose time to accept is over, and how the site dispatches. */
interface Staying {
  lead: string | undefined
  second: string | undefined
  size: number
  expired: ReadonlySet<string>
  mode: DispatchMode
}

/** In turn: first who was given a ticket the longest ago. */
async function inTurn(trx: Trx, candidates: readonly Candidate[]): Promise<Candidate[]> {
  const technicians = candidates.map(one => one.technician)
  const rows = await trx
    .selectFrom('ticket_offer')
    .select(['technician', eb => eb.fn.max('at').as('at')])
    .where('technician', 'in', [...technicians, ''])
    .groupBy('technician')
    .execute()
  const last = new Map(rows.map(row => [row.technician, Number(row.at)]))
  const order = (one: Candidate) => last.get(one.technician) ?? 0
  return [...candidates].sort((a, b) => order(a) - order(b) || (a.technician < b.technician ? -1 : 1))
}

/** A repair that did not hold goes back to those who did it, as far as they can be asked. */
const thoseWhoDidIt = ({ status, technician, second }: TicketRow, able: readonly Candidate[]): Candidate[] => {
  const did = status === 'reopened' ? [technician, second] : []
  const back = did.flatMap(id => able.filter(one => one.technician === id))
  return [...back, ...able.filter(one => !back.includes(one))]
}

/** Who can be sent to a held ticket, first who is asked first; nobody where people take the work themselves. */
async function ableFor(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  { mode, expired }: Pick<Staying, 'mode' | 'expired'>,
): Promise<Candidate[]> {
  if (mode === 'grab') return []
  const { id, site, equipment, skill } = ticket
  const at = needs.clock.now()
  const work = { ticket: id, site, equipment, skill, day: await visitDay(trx, needs, ticket, at), at }
  const able = (await findCandidates(trx, needs, work)).filter(one => mayBeAsked(one) && !expired.has(one.technician))
  return thoseWhoDidIt(ticket, mode === 'roundRobin' ? await inTurn(trx, able) : able)
}

/** Those who go: who stays of those who were named, and whom the service chose besides. */
export interface ChosenCrew {
  lead?: string
  second?: string
  chosen: Candidate[]
}

/** Fills up a crew. Somebody who goes along already comes to lead only when there is nobody else. */
export async function chooseCrew(trx: Trx, needs: Workshop, ticket: TicketRow, stays: Staying): Promise<ChosenCrew> {
  const chosen = await ableFor(trx, needs, ticket, stays)
  const others = chosen.map(one => one.technician).filter(id => id !== stays.lead && id !== stays.second)
  const lead = stays.lead ?? others.shift() ?? chosen.find(one => one.technician === stays.second)?.technician
  const kept = stays.second === lead ? undefined : stays.second
  const second = stays.size > 1 ? (kept ?? others.shift()) : undefined
  return { ...(lead !== undefined && { lead }), ...(second !== undefined && { second }), chosen }
}
