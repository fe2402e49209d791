import { ENTERED, UNDER_WAY } from '#domain/ticketStages.ts'
import type { Workshop } from '../../needs.ts'
import { lockTicket, type TicketRow, type Trx } from '../../tickets/lockTicket.ts'
import { setSites } from '../siteDispatch.ts'
import { fillCrew } from './fillCrew.ts'
import { endWait } from './waits.ts'

const BATCH = 100

async function lapsedOffers({ database: { db }, clock }: Workshop): Promise<string[]> {
  const rows = await db
    .selectFrom('ticket_offer')
    .select('ticket')
    .where('due_at', '<=', clock.now())
    .where('ended_at', 'is', null)
    .orderBy('due_at')
    .limit(BATCH)
    .execute()
  return [...new Set(rows.map(row => row.ticket))]
}

/** Tickets at sites that dispatch by themselves and for which nobody has been looked for. */
async function untried({ database: { db } }: Workshop): Promise<string[]> {
  const sites = (await setSites(db)).flatMap(one =>
    one.mode === 'auto' || one.mode === 'roundRobin' ? [one.site] : [],
  )
  if (sites.length === 0) return []
  const rows = await db
    .selectFrom('ticket')
    .leftJoin('dispatch_wait as w', 'w.ticket', 'ticket.id')
    .select('ticket.id as id')
    .where('ticket.site', 'in', sites)
    .where('ticket.status', 'in', ENTERED)
    .where('w.ticket', 'is', null)
    .orderBy('ticket.opened_at')
    .orderBy('ticket.id')
    .limit(BATCH)
    .execute()
  return rows.map(row => row.id)
}

/** What lacks somebody and is due to be tried again. */
async function toRetry({ database: { db }, clock }: Workshop): Promise<string[]> {
  const rows = await db
    .selectFrom('dispatch_wait')
    .select('ticket')
    .where('retry_at', '<=', clock.now())
    .orderBy('retry_at')
    .orderBy('ticket')
    .limit(BATCH)
    .execute()
  return rows.map(row => row.ticket)
}

/** Whose time to accept a held ticket is over, unless they have answered in the meantime. */
async function lateOn(trx: Trx, ticket: TicketRow, now: number): Promise<Set<string>> {
  const rows = await trx
    .selectFrom('ticket_offer')
    .select('technician')
    .where('ticket', '=', ticket.id)
    .where('ended_at', 'is', null)
    .where('due_at', '<=', now)
    .execute()
  return new Set(rows.map(row => row.technician))
}

/** Whether what lacks somebody is still due. */
async function isDue(trx: Trx, ticket: TicketRow, now: number): Promise<boolean> {
  const row = await trx
    .selectFrom('dispatch_wait')
    .select('ticket')
    .where('ticket', '=', ticket.id)
    .where('retry_at', '<=', now)
    .executeTakeFirst()
  return row !== undefined
}

async function retry(trx: Trx, needs: Workshop, ticket: TicketRow): Promise<void> {
  if (!(await isDue(trx, ticket, needs.clock.now()))) return
  // Under way, a second may still be of use.
  if ([...ENTERED, ...UNDER_WAY].includes(ticket.status)) await fillCrew(trx, needs, ticket)
  else await endWait(trx, ticket.id)
}

/**
 * Passes on what somebody did not accept in time, dispatches where the site does so by itself, and tries again what lacked
 * people; each ticket in its own transaction.
 */
export async function sweepDispatch(needs: Workshop): Promise<void> {
  const held = async (ids: readonly string[], act: (trx: Trx, ticket: TicketRow) => Promise<void>) => {
    for (const id of ids)
      await needs.database.write(async trx => {
        const ticket = await lockTicket(trx, id)
        if (ticket) await act(trx, ticket)
      })
  }
  await held(await lapsedOffers(needs), async (trx, ticket) => {
    const late = await lateOn(trx, ticket, needs.clock.now())
    if (late.size > 0) await fillCrew(trx, needs, ticket, late)
  })
  await held(await untried(needs), async (trx, ticket) => {
    if (ENTERED.includes(ticket.status)) await fillCrew(trx, needs, ticket)
  })
  await held(await toRetry(needs), (trx, ticket) => retry(trx, needs, ticket))
}
