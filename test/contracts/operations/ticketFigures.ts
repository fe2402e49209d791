import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import type { Database } from '#database/database.ts'
import { DISPATCHER, ended, MONDAY, moveThrough, onlyTicket, transition } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** The figures kept beside the tickets, on every operations database. `open` gives an empty one. */
export function ticketFiguresContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`figures of tickets on ${kind}`, () => {
    test('whatever happens to tickets, their figures are those that would be written anew', async () => {
      const { maintenance, database } = await start()
      const moves = [
        'acknowledged',
        'dispatched',
        'onSite',
        'waitingPart',
        'repaired',
        'handedOver',
        'reopened',
        'clear',
        'fire',
      ] as const
      let n = 0
      await fc.assert(
        fc.asyncProperty(fc.array(fc.constantFrom(...moves), { minLength: 3, maxLength: 12 }), async steps => {
          let now = MONDAY + ++n * 100 * DAY
          const first = transition(`x-${n}`, 'lift-1', 'ELV-LEVEL', now)
          maintenance.clock.set(now)
          await maintenance.handle([first])
          const { id } = await onlyTicket(maintenance)
          const fired = [first]
          for (const [i, step] of steps.entries()) {
            now += HOUR
            await maintenance.sweepAt(now)
            if (step === 'clear') await maintenance.handle(fired.map(fault => ended(fault, now)))
            else if (step === 'fire') {
              const fault = transition(`x-${n}-${i}`, 'lift-1', 'ELV-LEVEL', now)
              fired.push(fault)
              await maintenance.handle([fault])
            } else await moveThrough(maintenance, id, [step]).catch(() => undefined)
          }
          const figures = () => database.db.selectFrom('ticket_figure').selectAll().orderBy('ticket').execute()
          const before = await figures()
          await database.write(async trx => {
            await trx.deleteFrom('ticket_breach').execute()
            await trx.deleteFrom('ticket_figure').execute()
          })
          await maintenance.fillFigures()
          expect(await figures()).toEqual(before)
          for (const f of before)
            if (f.restored_at !== null)
              expect(
                [f.detection, f.response, f.dispatch, f.travel, f.waiting, f.repair, f.acceptance].reduce<number>(
                  (a, b) => a + (b ?? 0),
                  0,
                ),
              ).toBe(f.restored_at - f.failed_at)
          const sla = await maintenance.analytics.serviceLevels({ from: 0, to: now + DAY })
          for (const { compliance = 0 } of sla.promises) expect(compliance >= 0 && compliance <= 1).toBe(true)
          await maintenance.handle(fired.map(fault => ended(fault, now)))
          await database.write(trx => trx.updateTable('ticket').set({ status: 'cancelled' }).execute())
          await database.write(async trx => {
            await trx.deleteFrom('ticket_breach').execute()
            await trx.deleteFrom('ticket_figure').execute()
          })
          await maintenance.fillFigures()
        }),
        { numRuns: 8 },
      )
    })

    test('older tickets are counted beside the work: a stop loses nothing, a change meanwhile counts, reports say so', async () => {
      const { maintenance, database } = await start()
      const made = await maintenance.tickets.create({ equipment: 'lift-1', title: 'old' }, DISPATCHER)
      const row = await database.db.selectFrom('ticket').selectAll().where('id', '=', made.id).executeTakeFirstOrThrow()
      const old = Array.from({ length: 1000 }, (_, i) => ({ ...row, id: `old-${i}`, trouble: null }))
      for (let i = 0; i < old.length; i += 250)
        await database.db
          .insertInto('ticket')
          .values(old.slice(i, i + 250))
          .execute()
      const counted = async () => (await database.db.selectFrom('ticket_figure').select('ticket').execute()).length
      const query = { from: MONDAY - DAY, to: MONDAY + DAY }

      const first = await maintenance.restart()
      expect((await first.analytics.repairs(query)).incomplete?.of).toBe(1000)
      await vi.waitFor(() => expect(first.figuresProgress()?.written).toBeGreaterThan(0), { interval: 1 })
      await first.stop()
      const before = await counted()
      expect(before).toBeGreaterThan(1)
      expect(before).toBeLessThan(1001)

      const second = await first.restart()
      expect(second.figuresProgress()?.of).toBe(1001 - before)
      const moved = old.slice(-20).map(({ id }) => id)
      await Promise.all(moved.map(id => second.tickets.move(id, { to: 'acknowledged' }, DISPATCHER)))
      await second.fillFigures()
      expect(second.figuresProgress()).toBeUndefined()
      const { opened, incomplete } = await second.analytics.repairs(query)
      expect([opened.count, incomplete]).toEqual([1001, undefined])
      const now = database.db.selectFrom('ticket_figure').select('ticket').where('status', '=', 'acknowledged')
      expect((await now.execute()).map(({ ticket }) => ticket).sort()).toEqual(moved.sort())
    })
  })
}
