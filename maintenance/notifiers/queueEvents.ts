import type { Selectable } from 'kysely'
import { changesSince, lastChange } from '#database/changeLog.ts'
import type { Database } from '#database/database.ts'
import type { Tables } from '#database/tables.ts'
import type { Millis } from '#domain/time.ts'
import { SURVEY_DUE } from '#domain/webhooks.ts'
import { batches } from '../batches.ts'
import type { Trx } from '../tickets/lockTicket.ts'

const CURSOR = 'webhooks'
/** Changes, or tickets, at a time. */
const BATCH = 500

type EventRow = Pick<Selectable<Tables['ticket_event']>, 'ticket' | 'number' | 'event' | 'to_status'> & { site: string }

async function readCursor({ db }: Pick<Database, 'db'>): Promise<number> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', CURSOR).executeTakeFirst()
  return row ? Number(row.value) : 0
}

async function writeCursor(trx: Trx, seq: number): Promise<void> {
  const value = String(seq)
  await trx
    .insertInto('meta')
    .values({ key: CURSOR, value })
    .onConflict(c => c.column('key').doUpdateSet({ value }))
    .execute()
}

/** What was written of some tickets since it was last queued. */
const newEvents = (trx: Trx, tickets: readonly string[]): Promise<EventRow[]> =>
  trx
    .selectFrom('ticket_event')
    .innerJoin('ticket', 'ticket.id', 'ticket_event.ticket')
    .select([
      'ticket_event.ticket',
      'ticket_event.number',
      'ticket_event.event',
      'ticket_event.to_status',
      'ticket.site',
    ])
    .where('ticket.id', 'in', tickets)
    .whereRef('ticket_event.number', '>', 'ticket.notified')
    .orderBy('ticket_event.ticket')
    .orderBy('ticket_event.number')
    .execute()

const names = (list: string): string[] => JSON.parse(list)

async function queue(trx: Trx, tickets: readonly string[], now: Millis): Promise<void> {
  if (tickets.length === 0) return
  const events = await newEvents(trx, tickets)
  const webhooks = (await trx.selectFrom('webhook').selectAll().where('active', '=', 1).execute()).map(row => ({
    ...{ id: row.id, events: names(row.events), sites: names(row.sites), contacts: row.contacts === 1 },
  }))
  const wanted = (webhook: (typeof webhooks)[number], { event, to_status: to, site }: EventRow) =>
    (event !== SURVEY_DUE || webhook.contacts) &&
    (webhook.sites.length === 0 || webhook.sites.includes(site)) &&
    (webhook.events.length === 0 || webhook.events.includes(event) || (to !== null && webhook.events.includes(to)))
  const rows = webhooks.flatMap(webhook =>
    events
      .filter(event => wanted(webhook, event))
      .map(({ ticket, number, event, to_status: to }) => ({
        ...{
          webhook: webhook.id,
          ticket,
          number,
          event: event === 'moved' && to !== null ? to : event,
          state: 'waiting' as const,
        },
        ...{ next_at: now, created_at: now },
      })),
  )
  for (const some of batches(rows, BATCH))
    await trx
      .insertInto('webhook_delivery')
      .values(some)
      .onConflict(c => c.doNothing())
      .execute()
  for (const [ticket, { length }] of Map.groupBy(events, event => event.ticket)) {
    const notified = events.findLast(event => event.ticket === ticket)?.number ?? length
    await trx.updateTable('ticket').set({ notified }).where('id', '=', ticket).execute()
  }
}

/** The tickets of which something was not queued: what is asked when the change log no longer reaches back. */
async function behind({ db }: Database): Promise<string[]> {
  const rows = await db
    .selectFrom('ticket_event')
    .innerJoin('ticket', 'ticket.id', 'ticket_event.ticket')
    .select('ticket.id')
    .distinct()
    .whereRef('ticket_event.number', '>', 'ticket.notified')
    .limit(BATCH)
    .execute()
  return rows.map(row => row.id)
}

/**
 * Queues the ticket events that were written since the last call, for each subscription that wants them: once each,
 * because the cursor, the count a ticket and the queued rows are one transaction.
 * @returns whether there was anything
 */
export async function queueEvents(database: Database, now: Millis): Promise<boolean> {
  const cursor = await readCursor(database)
  const changes = await changesSince(database.db, cursor, BATCH)
  if (changes?.length === 0) return false
  const tickets = changes?.filter(row => row.channel === 'tickets').map(row => row.item) ?? (await behind(database))
  const caughtUp = changes === undefined && tickets.length === 0
  const seq = changes?.at(-1)?.seq ?? (caughtUp ? await lastChange(database.db) : cursor)
  await database.write(async trx => {
    await queue(trx, [...new Set(tickets)], now)
    await writeCursor(trx, seq)
  })
  return true
}
