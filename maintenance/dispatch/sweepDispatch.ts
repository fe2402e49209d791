import type { Candidate } from '#domain/candidates.ts'
import type { DispatchMode } from '#domain/dispatch.ts'
import { SYSTEM } from '#domain/people.ts'
import { findMove } from '#domain/ticketMoves.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import type { Workshop } from '../needs.ts'
import { visitDay } from '../people/requireCertificate.ts'
import { changeTicket } from '../tickets/changeTicket.ts'
import { lockTicket, type TicketRow, type Trx } from '../tickets/lockTicket.ts'
import { makeMove } from '../tickets/moveTicket.ts'
import { findCandidates } from './findCandidates.ts'
import { setSites, siteDispatch } from './siteDispatch.ts'

const ENTERED: readonly TicketStatus[] = ['new', 'acknowledged', 'reopened']
const BATCH = 100
const NOT_ACCEPTED = '未在时限内接单 · not accepted in time'

/** Those who may be asked: skilled, on duty, and not one who let this ticket lapse before. */
const mayBeAsked = (one: Candidate): boolean =>
  !one.blocked && one.available && one.skilled && !one.against.some(reason => reason.code === 'letLapse')

/** Whose turn it is: who was given a ticket the longest ago. */
async function inTurn(trx: Trx, candidates: readonly Candidate[]): Promise<Candidate | undefined> {
  if (candidates.length === 0) return undefined
  const technicians = candidates.map(one => one.technician)
  const rows = await trx
    .selectFrom('ticket_offer')
    .select(['technician', eb => eb.fn.max('at').as('at')])
    .where('technician', 'in', technicians)
    .groupBy('technician')
    .execute()
  const last = new Map(rows.map(row => [row.technician, Number(row.at)]))
  const order = (one: Candidate) => last.get(one.technician) ?? 0
  return [...candidates].sort((a, b) => order(a) - order(b) || (a.technician < b.technician ? -1 : 1))[0]
}

/** Who comes next; on expiry not the one whose time is just over. */
async function next(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  { mode, expired }: { mode: DispatchMode; expired: boolean },
): Promise<Candidate | undefined> {
  const { id, site, equipment, skill } = ticket
  const at = needs.clock.now()
  const work = { ticket: id, site, equipment, skill, day: await visitDay(trx, needs, ticket, at), at }
  const able = (await findCandidates(trx, needs, work))
    .filter(mayBeAsked)
    .filter(one => !expired || one.technician !== ticket.technician)
  return mode === 'roundRobin' ? await inTurn(trx, able) : able[0]
}

/** The desk has to decide: said once in the history, from where it is told to people and to other systems. */
async function tellDesk(trx: Trx, needs: Workshop, { id, skill }: TicketRow): Promise<void> {
  const ticket = await lockTicket(trx, id)
  if (!ticket) return
  const detail = { role: 'dispatcher', ...(skill && { skill }) }
  await changeTicket(trx, needs, ticket, { at: needs.clock.now(), by: SYSTEM.username, event: 'nobodyLeft', detail })
}

/** Gives a held ticket to the next one, or back to the desk when there is none. */
async function passOn(trx: Trx, needs: Workshop, ticket: TicketRow, expired: boolean): Promise<void> {
  const { mode, strict } = await siteDispatch(trx, needs.catalogue.dispatch, ticket.site)
  const found = mode === 'grab' ? undefined : await next(trx, needs, ticket, { mode, expired })
  const to = found ? 'dispatched' : 'acknowledged'
  const row = findMove(ticket, to)
  const reason = expired ? { reason: NOT_ACCEPTED } : {}
  const alone = strict && (needs.catalogue.skills.find(s => s.code === ticket.skill)?.crew ?? 1) > 1
  if (row && (found ? !alone : expired)) {
    const move = { to, ...(found && { technician: found.technician }), ...reason } as const
    await makeMove(trx, needs, ticket, { row, move, actor: SYSTEM, expired })
  }
  if ((!found || alone) && mode !== 'grab') await tellDesk(trx, needs, ticket)
}

async function lapsedOffers({ database: { db }, clock }: Workshop): Promise<string[]> {
  const rows = await db
    .selectFrom('ticket_offer')
    .select('ticket')
    .where('due_at', '<=', clock.now())
    .where('ended_at', 'is', null)
    .orderBy('due_at')
    .limit(BATCH)
    .execute()
  return rows.map(row => row.ticket)
}

/** Tickets at sites that dispatch by themselves and of which the desk has not been told. */
async function waiting({ database: { db } }: Workshop): Promise<string[]> {
  const sites = (await setSites(db)).flatMap(one =>
    one.mode === 'auto' || one.mode === 'roundRobin' ? [one.site] : [],
  )
  if (sites.length === 0) return []
  const rows = await db
    .selectFrom('ticket')
    .select('id')
    .where('site', 'in', sites)
    .where('status', 'in', ENTERED)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('ticket_event')
            .select('ticket_event.number')
            .whereRef('ticket_event.ticket', '=', 'ticket.id')
            .where('ticket_event.event', '=', 'nobodyLeft'),
        ),
      ),
    )
    .orderBy('opened_at')
    .orderBy('id')
    .limit(BATCH)
    .execute()
  return rows.map(row => row.id)
}

/** An offer of a held ticket whose time is over, unless it has been answered in the meantime. */
async function isLapsed(trx: Trx, ticket: TicketRow, now: number): Promise<boolean> {
  const open = await trx
    .selectFrom('ticket_offer')
    .select('number')
    .where('ticket', '=', ticket.id)
    .where('ended_at', 'is', null)
    .where('due_at', '<=', now)
    .executeTakeFirst()
  return open !== undefined
}

/** Passes on what nobody accepted in time, and dispatches where the site does so by itself; each in its own transaction. */
export async function sweepDispatch(needs: Workshop): Promise<void> {
  const { database, clock } = needs
  for (const id of await lapsedOffers(needs))
    await database.write(async trx => {
      const ticket = await lockTicket(trx, id)
      if (ticket && (await isLapsed(trx, ticket, clock.now()))) await passOn(trx, needs, ticket, true)
    })
  for (const id of await waiting(needs))
    await database.write(async trx => {
      const ticket = await lockTicket(trx, id)
      if (ticket && ENTERED.includes(ticket.status)) await passOn(trx, needs, ticket, false)
    })
}
