import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { account, clockOf, onSite } from '../../helpers/clocks.ts'
import { ADMIN, DISPATCHER, MONDAY, moveThrough, onlyTicket } from '../../helpers/maintenance.ts'
import { OVERTRAVEL, startWith } from './start.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const ZHANG = { username: 'zhang', role: 'technician', sites: [] } as const
const GRANTED = { reason: 'powerOffWindow', evidence: 'notice of the grid, 2026-112' }

/** Clocks that stand still, on every operations database. `open` gives an empty one. */
export function clockPausesContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`pauses of clocks on ${kind}`, () => {
    test('a clock stands still for a reason that the policy knows, shown and granted, and is due later by that', async () => {
      const { maintenance } = await start()
      const { id } = await onSite(maintenance)
      const wait = (pause: object) =>
        maintenance.tickets.move(id, { to: 'waitingPowerOff', reason: 'tonight', pause: pause as never }, DISPATCHER)
      await expect(wait({ reason: 'powerOffWindow' })).rejects.toMatchObject({
        code: 'MOVE_NEEDS',
        details: { missing: ['pause.evidence'] },
      })
      await expect(wait({ reason: 'customerAbsent', evidence: 'x' })).rejects.toMatchObject({
        code: 'CANNOT_PAUSE',
        details: { allowed: ['powerOffWindow', 'forceMajeure'] },
      })
      maintenance.clock.set(MONDAY + HOUR)
      expect(clockOf(await wait(GRANTED), 'resolve')).toMatchObject({ pausedAt: MONDAY + HOUR })
      maintenance.clock.set(MONDAY + 30 * DAY)
      const standing = await onlyTicket(await maintenance.restart())
      expect(clockOf(standing, 'resolve')?.breachedAt).toBeUndefined()
      maintenance.clock.set(MONDAY + 3 * HOUR)
      const running = clockOf(await moveThrough(maintenance, id, ['onSite']), 'resolve')
      expect(running).toMatchObject({ dueAt: MONDAY + 3 * DAY + 2 * HOUR })
      expect(running?.pausedAt).toBeUndefined()
      const { lines, escalations: steps } = await account(maintenance, id, 'resolve')
      expect(lines.map(l => [l.at - MONDAY, l.event, l.by])).toEqual([
        [0, 'started', 'system'],
        [HOUR, 'paused', 'wang'],
        [3 * HOUR, 'resumed', 'wang'],
      ])
      expect(lines[1]?.detail).toEqual(GRANTED)
      expect(lines[2]?.detail).toMatchObject({ pausedMs: 2 * HOUR, dueBefore: MONDAY + 3 * DAY })
      expect(steps.find(s => s.level === 2)?.dueAt).toBe(running?.dueAt)
    })

    test('nobody is told of a clock that stands still, nor when it runs on', async () => {
      const { maintenance } = await start()
      const { id } = await onSite(maintenance)
      maintenance.clock.set(MONDAY + HOUR)
      await maintenance.tickets.move(id, { to: 'waitingPowerOff', reason: 'x', pause: GRANTED }, DISPATCHER)
      await maintenance.sweepAt(MONDAY + 30 * DAY)
      await moveThrough(maintenance, id, ['onSite'])
      const { lines, escalations: steps, dueAt } = await account(maintenance, id, 'resolve')
      expect(lines.map(line => line.event)).toEqual(['started', 'paused', 'resumed'])
      expect(steps.filter(step => step.firedAt !== undefined || step.dueAt <= MONDAY + 30 * DAY)).toEqual([])
      expect(dueAt).toBeGreaterThan(MONDAY + 30 * DAY)
    })

    test('what a technician asks for, the desk grants', async () => {
      const { maintenance } = await start()
      const { id } = await onSite(maintenance)
      const asked = await maintenance.tickets.move(
        id,
        { to: 'waitingPowerOff', reason: 'tonight', pause: GRANTED },
        ZHANG,
      )
      expect(clockOf(asked, 'resolve')?.pausedAt).toBeUndefined()
      expect(asked.timeline.at(-1)?.detail).toMatchObject({ pauseIs: 'asked' })
      maintenance.clock.set(MONDAY + HOUR)
      const granted = await maintenance.tickets.grantPause(id, GRANTED, DISPATCHER)
      expect(clockOf(granted, 'resolve')?.pausedAt).toBe(MONDAY + HOUR)
      await expect(maintenance.tickets.grantPause(id, GRANTED, DISPATCHER)).rejects.toMatchObject({
        code: 'CANNOT_PAUSE',
      })
    })

    test('where life is in danger no clock stands still, whatever the reason', async () => {
      const { maintenance } = await start()
      await maintenance.handle([OVERTRAVEL])
      await moveThrough(maintenance, 't-1', ['dispatched', 'onSite'])
      const wait = maintenance.tickets.move(
        't-1',
        { to: 'waitingPowerOff', reason: 'x', pause: { reason: 'forceMajeure', evidence: 'storm' } },
        ADMIN,
      )
      await expect(wait).rejects.toMatchObject({ code: 'CANNOT_PAUSE', details: { lifeSafety: true } })
      expect((await onlyTicket(maintenance)).status).toBe('onSite')
    })

    test('a clock that stands still runs again as soon as somebody tells of danger, and none is paused after that', async () => {
      const { maintenance } = await start()
      const { intake, tickets, clock } = maintenance
      const told = { equipment: 'lift-1', trouble: 'outOfOrder' }
      const { ticket: id } = await intake.takePublic(told)
      await moveThrough(maintenance, id, ['acknowledged', 'dispatched', 'onSite'])
      await tickets.move(id, { to: 'waitingPowerOff', reason: 'tonight', pause: GRANTED }, DISPATCHER)
      clock.set(MONDAY + HOUR)
      await intake.takePublic({ ...told, danger: true })
      const ticket = await tickets.get(id)
      expect(ticket).toMatchObject({ status: 'waitingPowerOff', priority: 'P0', lifeSafety: true })
      expect(ticket?.clocks.filter(c => c.pausedAt !== undefined)).toEqual([])
      const resolve = await account(maintenance, id, 'resolve')
      expect(resolve.dueAt).toBe(MONDAY + DAY + HOUR)
      expect(resolve.lines.map(line => line.event)).toEqual(['started', 'paused', 'resumed', 'recalculated'])
      await expect(tickets.grantPause(id, GRANTED, DISPATCHER)).rejects.toMatchObject({ code: 'CANNOT_PAUSE' })
      await maintenance.sweepAt(MONDAY + DAY + HOUR)
      expect((await account(maintenance, id, 'resolve')).breachedAt).toBe(MONDAY + DAY + HOUR)
    })

    test('whatever is paused and resumed when, the promised time runs, and the account adds up', async () => {
      const steps = fc.array(fc.record({ runs: fc.integer({ min: 1, max: 700 }), stands: fc.nat(3000) }), {
        minLength: 1,
        maxLength: 4,
      })
      const { maintenance } = await start()
      await fc.assert(
        fc.asyncProperty(steps, async history => {
          maintenance.clock.set(MONDAY)
          const { id } = await maintenance.tickets.create(
            { equipment: 'pump-1', title: 'x', severity: 'predictive', lifeSafety: false },
            DISPATCHER,
          )
          await moveThrough(maintenance, id, ['dispatched', 'onSite'])
          let at = MONDAY
          for (const { runs, stands } of history) {
            at += runs * MINUTE
            maintenance.clock.set(at)
            await maintenance.tickets.move(id, { to: 'waitingPowerOff', reason: 'x', pause: GRANTED }, DISPATCHER)
            at += stands * MINUTE
            maintenance.clock.set(at)
            await moveThrough(maintenance, id, ['onSite'])
          }
          const { dueAt, lines } = await account(maintenance, id, 'resolve')
          const stood = history.reduce((sum, { stands }) => sum + stands * MINUTE, 0)
          expect(dueAt).toBe(MONDAY + 14 * DAY + stood)
          const told = lines.filter(l => l.event === 'resumed').map(l => Number(l.detail?.pausedMs))
          expect(told.reduce((a, b) => a + b, 0)).toBe(stood)
        }),
        { numRuns: 6 },
      )
    })
  })
}
