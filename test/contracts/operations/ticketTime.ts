import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { DISPATCHER, ended, MONDAY, moveThrough, onlyTicket, transition } from '../../helpers/maintenance.ts'
import { LEVEL, OVERTRAVEL, startWith } from './start.ts'

/** Time, on every operations database. `open` gives an empty one. */
export function ticketTimeContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`time on ${kind}`, () => {
    test('a clock that runs out is marked once, whatever is restarted', async () => {
      const { database, maintenance } = await start()
      await maintenance.handle([OVERTRAVEL])
      maintenance.clock.set(MONDAY + 4 * 60_000)
      const again = await (await maintenance.restart()).restart()
      const ticket = await onlyTicket(again)
      expect(ticket.clocks.filter(c => c.breachedAt !== undefined).map(c => c.kind)).toEqual([
        'acknowledge',
        'dispatch',
      ])
      const breaches = ticket.timeline.filter(e => e.event === 'breached').map(e => e.detail?.clock)
      expect(breaches).toEqual(['acknowledge', 'dispatch'])
      const logged = await database.db.selectFrom('change_log').select('seq').where('channel', '=', 'tickets').execute()
      expect(logged).toHaveLength(2)
    })

    test('a promise kept late is a promise broken, even if nobody looked in between', async () => {
      const { maintenance } = await start()
      await maintenance.handle([OVERTRAVEL])
      maintenance.clock.set(MONDAY + 90_000)
      const ticket = await moveThrough(maintenance, 't-1', ['acknowledged'])
      expect(ticket.clocks[0]).toMatchObject({
        kind: 'acknowledge',
        stoppedAt: MONDAY + 90_000,
        breachedAt: MONDAY + 60_000,
      })
    })

    test('a shelved fault opens no ticket until the shelf ends, and then, if it still fires, it does', async () => {
      const { maintenance } = await start()
      await maintenance.handle([LEVEL, ended(LEVEL)])
      await moveThrough(maintenance, 't-1', ['cancelled'])
      const shelf = { until: MONDAY + 3_600_000, reason: 'sensor being replaced' }
      expect(await maintenance.faults.shelve('f-2', DISPATCHER, shelf)).toMatchObject({ shelvedBy: 'wang' })
      await maintenance.handle([transition('f-3', 'lift-1', 'ELV-LEVEL', MONDAY + 120_000)])
      expect((await maintenance.tickets.list({ open: true })).items).toEqual([])
      expect(await maintenance.faults.get('f-3')).toMatchObject({ state: 'firing', shelvedUntil: shelf.until })
      maintenance.clock.set(shelf.until)
      const again = await maintenance.restart()
      expect(await onlyTicket(again)).toMatchObject({ fault: 'f-3', openedAt: shelf.until })
      expect((await again.faults.get('f-3'))?.shelvedUntil).toBeUndefined()
    })
  })
}
