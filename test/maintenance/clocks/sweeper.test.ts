import { expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { Ticket } from '#domain/tickets.ts'
import type { Maintenance } from '#maintenance'
import { testDatabase } from '../../helpers/database.ts'
import { MONDAY, onlyTicket, startTestMaintenance, transition } from '../../helpers/maintenance.ts'

const breached = (ticket: Ticket) => ticket.clocks.filter(c => c.breachedAt !== undefined).map(c => c.kind)
/** Waits for writes until as many clocks have run out. */
const untilBreached = (database: Database, maintenance: Maintenance, count: number) =>
  new Promise<Ticket>((resolve, reject) => {
    const look = () =>
      onlyTicket(maintenance).then(ticket => {
        if (breached(ticket).length < count) return
        off()
        resolve(ticket)
      }, reject)
    const off = database.onWrite(() => void look())
    void look()
  })

test('a running service notices by itself that a clock ran out, and does so once', async () => {
  const database = await testDatabase()
  const maintenance = await startTestMaintenance(database, { sweepMs: 5 })
  await maintenance.handle([transition('f-1', 'lift-1', 'ELV-OVERTRAVEL')])
  maintenance.clock.set(MONDAY + 60_000)
  expect(breached(await untilBreached(database, maintenance, 1))).toEqual(['acknowledge'])
  maintenance.clock.set(MONDAY + 31 * 60_000)
  const ticket = await untilBreached(database, maintenance, 3)
  expect(breached(ticket)).toEqual(['acknowledge', 'dispatch', 'arrive'])
  expect(ticket.timeline.filter(e => e.event === 'breached')).toHaveLength(3)
})

test('a long absence is made up for in full at the start', async () => {
  const database = await testDatabase()
  const maintenance = await startTestMaintenance(database)
  const report = { equipment: 'pump-1', title: 'x' }
  for (let i = 0; i < 250; i++)
    await maintenance.tickets.create(report, { username: 'w', role: 'dispatcher', sites: [] })
  maintenance.clock.set(MONDAY + 365 * 86_400_000)
  await maintenance.restart()
  const left = await database.db.selectFrom('ticket_clock').select('ticket').where('breached_at', 'is', null).execute()
  expect(left).toEqual([])
})
