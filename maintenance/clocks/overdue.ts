import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { ticketsChanged } from '../tickets/changeTicket.ts'
import { lockTicket, type Trx } from '../tickets/lockTicket.ts'
import { breachDue } from './clocks.ts'
import { escalateDue } from './escalations.ts'

const BATCH = 200

/** The tickets with a running clock whose time has run out, the longest overdue first. */
async function overdueTickets({ database: { db } }: Workshop, now: Millis): Promise<string[]> {
  const rows = await db
    .selectFrom('ticket_clock')
    .select(['ticket', eb => eb.fn.min('due_at').as('due')])
    .where('due_at', '<=', now)
    .where('stopped_at', 'is', null)
    .where('breached_at', 'is', null)
    .where('paused_at', 'is', null)
    .groupBy('ticket')
    .orderBy('due')
    .orderBy('ticket')
    .limit(BATCH)
    .execute()
  return rows.map(row => row.ticket)
}

/** The tickets of which somebody has to be told, the longest due first. */
async function escalatingTickets({ database: { db } }: Workshop, now: Millis): Promise<string[]> {
  const rows = await db
    .selectFrom('escalation as e')
    .innerJoin('ticket_clock as c', join => join.onRef('c.ticket', '=', 'e.ticket').onRef('c.kind', '=', 'e.kind'))
    .select(['e.ticket as ticket', eb => eb.fn.min('e.due_at').as('due')])
    .where('e.due_at', '<=', now)
    .where('e.fired_at', 'is', null)
    .where('c.stopped_at', 'is', null)
    .where('c.paused_at', 'is', null)
    .groupBy('e.ticket')
    .orderBy('due')
    .orderBy('e.ticket')
    .limit(BATCH)
    .execute()
  return rows.map(row => row.ticket)
}

/** Marks what is overdue on one ticket and tells who has to know, in a transaction of its own. */
async function catchUp(trx: Trx, needs: Workshop, id: string, now: Millis): Promise<void> {
  const ticket = await lockTicket(trx, id)
  if (!ticket) return
  const done = (await breachDue(trx, ticket, now)) + (await escalateDue(trx, ticket, now))
  if (done === 0) return
  await ticketsChanged(trx, needs, [id], now)
}

/** Marks every promise that has run out and tells everybody who is to be told by now, however long nobody looked. */
export async function catchUpClocks(needs: Workshop): Promise<void> {
  const { database, clock } = needs
  for (const due of [overdueTickets, escalatingTickets]) {
    let tickets: string[]
    do {
      tickets = await due(needs, clock.now())
      for (const ticket of tickets) await database.write(trx => catchUp(trx, needs, ticket, clock.now()))
    } while (tickets.length === BATCH)
  }
}
