import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { answerAll, visitOf } from '../../helpers/checklists.ts'
import { ADMIN, DISPATCHER, MONDAY, moveThrough, type TestMaintenance } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const DAY = 86_400_000
const PART = 'ELV-ENC-01'

/** Visits of maintenance plans, on every operations database. */
export function planVisitsContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)
  const visits = async (maintenance: TestMaintenance) =>
    (await maintenance.tickets.list({ open: true })).items.filter(ticket => ticket.kind === 'preventive')
  const withLifts = async (parts: { partNo: string; quantity: number }[] = []) => {
    const started = await start()
    const sites = [{ site: 's1', fromDay: '2026-11-23' }]
    await started.maintenance.plans.change('PM-ELV-HM', { version: 0, sites, parts }, ADMIN)
    return started
  }

  describe(`visits of maintenance plans on ${kind}`, () => {
    test('nothing is opened until a site switches a plan on, then within the lead time, once, restarts or not', async () => {
      const off = await start()
      await off.maintenance.sweepAt(MONDAY + 400 * DAY)
      expect(await visits(off.maintenance)).toEqual([])
      const { maintenance } = await withLifts()
      await maintenance.sweepAt(MONDAY + 9 * DAY)
      expect(await visits(maintenance)).toEqual([])
      await maintenance.sweepAt(MONDAY + 10 * DAY)
      const opened = await visits(maintenance)
      expect(opened.map(ticket => ticket.equipment).sort()).toEqual(['lift-1', 'lift-2'])
      expect(opened[0]).toMatchObject({ origin: 'plan', priority: 'P4', skill: 'SK-ELV-T' })
      expect(opened[0]?.clocks).toMatchObject([{ kind: 'dueWindow', dueAt: Date.parse('2026-12-09T00:00:00+08:00') }])
      const again = await maintenance.restart()
      await again.sweepAt(MONDAY + 11 * DAY)
      expect((await visits(again)).map(ticket => ticket.id)).toEqual(opened.map(ticket => ticket.id))
    })

    test('an open visit keeps the checklist and the version that it was opened with', async () => {
      const { maintenance } = await withLifts()
      await maintenance.sweepAt(MONDAY + 10 * DAY)
      const [open] = await visits(maintenance)
      const read = () => visitOf(maintenance, open?.id ?? '')
      const before = await read()
      const { items } = await maintenance.plans.get('PM-ELV-HM', [])
      const change = { version: 1, reason: 'shorter', items: items.slice(1, 3).reverse() }
      await maintenance.plans.change('PM-ELV-HM', change, ADMIN)
      expect(before?.items.length).toBe(items.length)
      expect(await read()).toEqual(before)
    })

    test('two that sweep at once open each visit once', async () => {
      const { maintenance } = await withLifts()
      maintenance.clock.set(MONDAY + 10 * DAY)
      await Promise.all(Array.from({ length: 8 }, () => maintenance.sweep()))
      expect(await visits(maintenance)).toHaveLength(2)
    })

    test('equipment out of service is not visited', async () => {
      const { maintenance } = await withLifts()
      await maintenance.outOfService.add({ equipment: 'lift-1', reason: 'rebuilt' }, ADMIN)
      await maintenance.sweepAt(MONDAY + 10 * DAY)
      expect((await visits(maintenance)).map(ticket => ticket.equipment)).toEqual(['lift-2'])
    })

    test('a visit holds its parts, and an urgent ticket takes them; the visit waits again and is told', async () => {
      const { maintenance } = await withLifts([{ partNo: PART, quantity: 1 }])
      await maintenance.parts.move(PART, { kind: 'count', store: 'main', quantity: 2 }, ADMIN)
      await maintenance.sweepAt(MONDAY + 10 * DAY)
      for (const visit of await visits(maintenance))
        expect(visit.parts).toMatchObject([{ partNo: PART, status: 'reserved' }])
      const urgent = await maintenance.tickets.create(
        {
          equipment: 'lift-1',
          title: 'x',
          severity: 'major',
          lifeSafety: true,
          parts: [{ partNo: PART, quantity: 1 }],
        },
        DISPATCHER,
      )
      expect(urgent.parts).toMatchObject([{ status: 'reserved' }])
      const given = (await visits(maintenance)).filter(visit => visit.parts[0]?.status === 'short')
      expect(given).toHaveLength(1)
      expect(given[0]?.timeline.map(line => line.event)).toContain('partTaken')
      expect(await maintenance.parts.audit()).toEqual([])
    })

    test('a visit that was done moves the clock; opened again, it counts from before', async () => {
      const { maintenance } = await withLifts()
      await maintenance.outOfService.add({ equipment: 'lift-2', reason: 'x' }, ADMIN)
      await maintenance.sweepAt(MONDAY + 10 * DAY)
      const [visit] = await visits(maintenance)
      await moveThrough(maintenance, visit?.id ?? '', ['acknowledged', 'dispatched', 'onSite'])
      await answerAll(maintenance, visit?.id ?? '')
      const done = await moveThrough(maintenance, visit?.id ?? '', ['closed'])
      expect(done.clocks[0]?.stoppedAt).toBe(MONDAY + 10 * DAY)
      await maintenance.sweepAt(MONDAY + 19 * DAY)
      expect(await visits(maintenance)).toEqual([])
      await maintenance.sweepAt(MONDAY + 20 * DAY)
      const [next] = await visits(maintenance)
      expect(next?.clocks[0]?.dueAt).toBe(Date.parse('2026-12-19T00:00:00+08:00'))
      await expect(
        maintenance.tickets.move(done.id, { to: 'reopened', reason: 'x' }, DISPATCHER),
      ).rejects.toMatchObject({ code: 'ALREADY_EXISTS', details: { ticket: next?.id } })
    })

    test('a visit that is given up is not opened again; the next is due one interval later', async () => {
      const { maintenance } = await withLifts()
      await maintenance.sweepAt(MONDAY + 10 * DAY)
      for (const visit of await visits(maintenance)) await moveThrough(maintenance, visit.id, ['cancelled'])
      await maintenance.sweepAt(MONDAY + 16 * DAY)
      expect(await visits(maintenance)).toEqual([])
      await maintenance.sweepAt(MONDAY + 25 * DAY)
      expect(await visits(maintenance)).toHaveLength(2)
    })
  })
}
