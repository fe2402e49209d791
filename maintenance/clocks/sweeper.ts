import { logChanges, trimChanges } from '#database/changeLog.ts'
import type { Millis } from '#domain/time.ts'
import { firedFault, giveTicket } from '../faults/recordTransition.ts'
import type { Workshop } from '../needs.ts'
import { addToTimeline, lockTicket, type Trx } from '../tickets/lockTicket.ts'
import { breachTicket } from './clocks.ts'

const SWEEP_MS = 1000
const BATCH = 200

/** The tickets with a running clock whose time has run out, the longest overdue first. */
async function overdueTickets({ database: { db } }: Workshop, now: Millis): Promise<string[]> {
  const rows = await db
    .selectFrom('ticket_clock')
    .select(['ticket', eb => eb.fn.min('due_at').as('due')])
    .where('due_at', '<=', now)
    .where('stopped_at', 'is', null)
    .where('breached_at', 'is', null)
    .groupBy('ticket')
    .orderBy('due')
    .orderBy('ticket')
    .limit(BATCH)
    .execute()
  return rows.map(row => row.ticket)
}

/** Takes a fault off its shelf; one that still fires gets the ticket it was kept from. */
async function unshelve(trx: Trx, needs: Workshop, id: string, now: Millis): Promise<void> {
  const fault = await trx
    .updateTable('fault')
    .set({ shelved_until: null, shelved_by: null, shelve_reason: null })
    .where('id', '=', id)
    .where('shelved_until', '<=', now)
    .returningAll()
    .executeTakeFirst()
  if (!fault) return
  const fired = firedFault(needs, { ...fault, at: fault.fired_at })
  if (fault.ticket !== null) {
    const ticket = await lockTicket(trx, fault.ticket)
    if (ticket) await addToTimeline(trx, ticket, [{ at: now, by: 'system', event: 'faultUnshelved' }])
    await logChanges(trx, 'tickets', [fault.ticket], now)
  } else if (fault.state === 'firing' && fired?.known.rule.ticket.autoOpen) await giveTicket(trx, needs, fired, now)
  await logChanges(trx, 'faults', [id], now)
}

async function endedShelves({ database: { db } }: Workshop, now: Millis): Promise<string[]> {
  const rows = await db
    .selectFrom('fault')
    .select('id')
    .where('shelved_until', 'is not', null)
    .where('shelved_until', '<=', now)
    .orderBy('shelved_until')
    .orderBy('id')
    .limit(BATCH)
    .execute()
  return rows.map(row => row.id)
}

/** Does once what time has made due; each piece in a transaction of its own, so that a stop in between loses nothing. */
async function sweep(needs: Workshop): Promise<void> {
  const { database, clock } = needs
  let overdue: string[]
  do {
    overdue = await overdueTickets(needs, clock.now())
    for (const ticket of overdue) await database.write(trx => breachTicket(trx, ticket, clock.now()))
  } while (overdue.length === BATCH)
  for (const fault of await endedShelves(needs, clock.now()))
    await database.write(trx => unshelve(trx, needs, fault, clock.now()))
  await trimChanges(database.db)
}

/** Sweeps now and then at intervals; the database knows what is due, the timer only looks. */
export async function startSweeper(needs: Workshop): Promise<{ stop(): Promise<void> }> {
  await sweep(needs)
  let running: Promise<void> | undefined
  const timer = setInterval(() => {
    running ??= sweep(needs)
      .catch((err: unknown) => needs.log.error({ err }, 'the sweep for overdue clocks failed'))
      .finally(() => {
        running = undefined
      })
  }, needs.sweepMs ?? SWEEP_MS)
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}
