import { trimChanges } from '#database/changeLog.ts'
import type { Millis } from '#domain/time.ts'
import { sweepFaults } from '../faults/sweepFaults.ts'
import type { Workshop } from '../needs.ts'
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

/** Does once what time has made due; each piece in a transaction of its own, so that a stop in between loses nothing. */
async function sweep(needs: Workshop): Promise<void> {
  const { database, clock } = needs
  let overdue: string[]
  do {
    overdue = await overdueTickets(needs, clock.now())
    for (const ticket of overdue) await database.write(trx => breachTicket(trx, ticket, clock.now()))
  } while (overdue.length === BATCH)
  await sweepFaults(needs)
  await trimChanges(database.db)
}

/** Sweeps now and then at intervals; the database knows what is due, the timer only looks. */
export async function startSweeper(needs: Workshop): Promise<{ sweep(): Promise<void>; stop(): Promise<void> }> {
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
    sweep: () => sweep(needs),
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}
