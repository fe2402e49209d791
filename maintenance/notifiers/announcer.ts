import { changesSince, lastChange } from '#database/changeLog.ts'
import type { Database } from '#database/database.ts'
import type { ChangeRow } from '#domain/changes.ts'
import type { Fault } from '#domain/faults.ts'
import { isActive } from '#domain/faults.ts'
import type { Log } from '#domain/log.ts'
import type { Page } from '#domain/page.ts'
import type { Ticket } from '#domain/tickets.ts'
import { faultTopic, ticketTopic } from '#domain/topics.ts'
import { toWire } from '#domain/wire.ts'
import { startDelivery } from './delivery.ts'

export interface AnnouncerNeeds {
  database: Database
  faults: {
    many(ids: readonly string[]): Promise<Fault[]>
    list(query: { state: 'active'; cursor?: string }): Promise<Page<Fault>>
  }
  tickets: { many(ids: readonly string[]): Promise<Ticket[]> }
  publish(topic: string, payload: string, options: { retain: boolean }): Promise<void>
  log: Log
  /** How long to wait after a failed delivery, in milliseconds. */
  retryMs?: number
}

const CURSOR = 'announced'
const BATCH = 500

async function readCursor(database: Database): Promise<number> {
  const row = await database.db.selectFrom('meta').select('value').where('key', '=', CURSOR).executeTakeFirst()
  return row ? Number(row.value) : lastChange(database.db)
}

const writeCursor = async ({ db }: Database, value: number): Promise<void> => {
  const row = { key: CURSOR, value: String(value) }
  await db
    .insertInto('meta')
    .values(row)
    .onConflict(c => c.column('key').doUpdateSet({ value: row.value }))
    .execute()
}

const itemsOf = (rows: readonly ChangeRow[], channel: string): string[] => [
  ...new Set(rows.filter(row => row.channel === channel).map(row => row.item)),
]

/** A ticket's events from number `first` on; ticket and number name an event for good, so a repeated delivery can be told. */
const ticketEvents = ({ timeline, clocks: _, parts: __, ...ticket }: Ticket, first: number) =>
  timeline.slice(first).map((event, index) => ({ key: `${ticket.id}/${first + index + 1}`, event, ticket }))

async function announcedCounts({ db }: Database, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('ticket').select(['id', 'announced']).where('id', 'in', ids).execute()
  return new Map(rows.map(row => [row.id, row.announced]))
}

/**
 * Tells other systems over MQTT of every fault as it stands (retained, empty when it is over) and of every ticket event:
 * at least once each, with a durable cursor over the change log (contract.md §1).
 */
export async function createAnnouncer(needs: AnnouncerNeeds): Promise<{ stop(): Promise<void> }> {
  const { database, faults, tickets, publish, log, retryMs = 1000 } = needs
  const stopping = new AbortController()
  let cursor = await readCursor(database)

  const announceFault = (fault: Fault) =>
    publish(faultTopic(fault.site, fault.equipment, fault.code), isActive(fault) ? JSON.stringify(toWire(fault)) : '', {
      retain: true,
    })

  const announceActive = async () => {
    let next: string | undefined
    do {
      const page = await faults.list({ state: 'active', ...(next !== undefined && { cursor: next }) })
      await Promise.all(page.items.map(announceFault))
      next = page.nextCursor
    } while (next !== undefined)
  }

  const announceTickets = async (ids: readonly string[]) => {
    const announced = await announcedCounts(database, ids)
    for (const ticket of await tickets.many(ids)) {
      for (const event of ticketEvents(ticket, announced.get(ticket.id) ?? 0))
        await publish(ticketTopic(ticket.site, ticket.id), JSON.stringify(toWire(event)), { retain: false })
      await database.db
        .updateTable('ticket')
        .set({ announced: ticket.timeline.length })
        .where('id', '=', ticket.id)
        .execute()
    }
  }

  const announceNew = async (): Promise<boolean> => {
    const rows = await changesSince(database.db, cursor, BATCH)
    if (rows === undefined) {
      await announceActive()
      cursor = await lastChange(database.db)
    } else if (rows.length > 0) {
      for (const fault of await faults.many(itemsOf(rows, 'faults'))) await announceFault(fault)
      await announceTickets(itemsOf(rows, 'tickets'))
      cursor = rows.at(-1)?.seq ?? cursor
    } else return false
    await writeCursor(database, cursor)
    return true
  }

  return startDelivery({
    ...{ database, deliver: announceNew, first: announceActive, signal: stopping, retryMs, log },
    waiting: 'announcements wait for the broker',
  })
}
