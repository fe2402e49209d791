import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { Counted } from '#domain/ticketFilter.ts'
import { answerAll } from '../../helpers/checklists.ts'
import { ADMIN, MONDAY, moveThrough, type TestMaintenance, transition } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const DAY = 86_400_000
const NOV_30 = Date.parse('2026-11-30T00:00:00+08:00')

/** Compliance with plans, and demands of standby equipment, on every operations database. */
export function plansReportContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)
  const openOf = async ({ tickets }: TestMaintenance, equipment: string): Promise<string> => {
    const { items } = await tickets.list({ open: true, equipment })
    return items.find(ticket => ticket.kind === 'preventive')?.id ?? ''
  }
  const doVisit = async (maintenance: TestMaintenance, id: string, given = {}) => {
    await moveThrough(maintenance, id, ['acknowledged', 'dispatched', 'onSite'])
    await answerAll(maintenance, id, given)
    await moveThrough(maintenance, id, ['closed'])
  }
  const listed = async ({ tickets }: TestMaintenance, { count, filter }: Counted) => {
    const { items } = await tickets.list(filter)
    expect(items, JSON.stringify(filter)).toHaveLength(count)
    return items.map(ticket => ticket.id)
  }

  /** Lift 1 is done in time, lift 2 late; the pump is done weekly, once found not to start, once given up; the last is open. */
  const history = async () => {
    const { maintenance } = await start()
    const sites = [{ site: 's1', fromDay: '2026-11-23' }]
    for (const plan of ['PM-ELV-HM', 'PM-FIRE-W']) await maintenance.plans.change(plan, { version: 0, sites }, ADMIN)
    await maintenance.sweepAt(MONDAY + 5 * DAY)
    await doVisit(maintenance, await openOf(maintenance, 's1-place'))
    await maintenance.sweepAt(MONDAY + 11 * DAY)
    await doVisit(maintenance, await openOf(maintenance, 'lift-1'))
    const failing = { 'FIRE-W-01': { outcome: 'notOk' as const } }
    await doVisit(maintenance, await openOf(maintenance, 's1-place'), failing)
    await maintenance.sweepAt(MONDAY + 17 * DAY)
    await doVisit(maintenance, await openOf(maintenance, 'lift-2'))
    await maintenance.sweepAt(MONDAY + 18 * DAY)
    await moveThrough(maintenance, await openOf(maintenance, 's1-place'), ['cancelled'])
    await maintenance.sweepAt(MONDAY + 40 * DAY)
    return maintenance
  }

  describe(`compliance with plans on ${kind}`, () => {
    test('visits whose window ended count as in time, late, given up or overdue, and every figure lists its tickets', async () => {
      const maintenance = await history()
      const report = await maintenance.analytics.plans({ from: MONDAY, to: MONDAY + 40 * DAY })
      const counts = ({ due, inTime, late, givenUp, overdue }: typeof report | (typeof report.by.plan)[number]) =>
        [due, inTime, late, givenUp, overdue].map(({ count }) => count)
      expect(report.by.plan.map(row => [row.key, ...counts(row)])).toEqual([
        ['PM-ELV-HM', 4, 1, 1, 0, 2],
        ['PM-FIRE-W', 4, 2, 0, 1, 1],
      ])
      expect(counts(report)).toEqual([8, 3, 1, 1, 3])
      expect(report.compliance).toBeCloseTo(3 / 8)
      expect(report.by.site.map(row => [row.key, ...counts(row)])).toEqual([['s1', 8, 3, 1, 1, 3]])
      expect(report.by.class.map(row => [row.key, row.due.count])).toEqual([
        ['elevator', 4],
        ['fire-pump', 4],
      ])
      for (const row of [report, ...report.by.plan, ...report.by.class])
        for (const figure of [row.due, row.inTime, row.late, row.givenUp, row.overdue])
          await listed(maintenance, figure)
      const [hm] = report.by.plan
      expect(hm?.itemCompletion).toBeCloseTo(62 / 124)
    })

    test('it is narrowed by period, class and plan; a window that has not ended does not count', async () => {
      const maintenance = await history()
      const due = async (query: object) =>
        (await maintenance.analytics.plans({ from: MONDAY, to: MONDAY + 400 * DAY, ...query })).due.count
      expect(await due({})).toBe(8)
      expect(await due({ class: 'elevator' })).toBe(4)
      expect(await due({ plan: 'PM-FIRE-W' })).toBe(4)
      expect(await due({ site: 's2' })).toBe(0)
      await maintenance.registry.changeEquipment('lift-1', { params: { model: 'M1' } })
      expect(await due({ model: 'M1' })).toBe(2)
      expect(await due({ model: 'M1', class: 'fire-pump' })).toBe(0)
      const ofModel = await maintenance.analytics.plans({ from: MONDAY, to: MONDAY + 40 * DAY, model: 'M1' })
      await listed(maintenance, ofModel.due)
      expect(await due({ to: NOV_30 })).toBe(0)
      expect(await due({ to: NOV_30 + 3 * DAY })).toBe(1)
    })

    test('failed demands by demands: tests, and failures that no test found', async () => {
      const maintenance = await history()
      await maintenance.handle([transition('f-1', 'pump-1', 'FPU-NOSTART', MONDAY + 39 * DAY)])
      const found = await maintenance.plans.findings({})
      const follow = found.items[0]?.followUp?.ticket ?? ''
      const query = { from: MONDAY, to: MONDAY + 40 * DAY }
      const [row, ...more] = (await maintenance.analytics.plans(query)).demands
      expect(more).toEqual([])
      expect(row).toMatchObject({ key: 'FPU-NOSTART', class: 'fire-pump', tests: 2, failedTests: 1, failed: 1 })
      expect(await listed(maintenance, row?.failures ?? { count: 0, filter: {} })).toEqual([follow])
      expect(row?.probability?.value).toBeCloseTo(1 / 2)
      await listed(maintenance, row?.visits ?? { count: 0, filter: {} })
      await moveThrough(maintenance, follow, ['acknowledged', 'dispatched', 'onSite', 'diagnosed', 'repaired'])
      await maintenance.handle([{ ...transition('f-1', 'pump-1', 'FPU-NOSTART', MONDAY + 39 * DAY), to: 'resolved' }])
      const rest = ['verified', 'handedOver', 'surveyed', 'followedUp', 'closed'] as const
      await moveThrough(maintenance, follow, rest)
      await maintenance.handle([transition('f-2', 'pump-1', 'FPU-NOSTART', MONDAY + 40 * DAY)])
      const later = { from: MONDAY, to: MONDAY + 41 * DAY }
      maintenance.clock.set(MONDAY + 41 * DAY)
      const [again] = (await maintenance.analytics.plans(later)).demands
      expect(again).toMatchObject({ tests: 2, failedTests: 1, failed: 2, failures: { count: 2 } })
      expect(again?.probability?.value).toBeCloseTo(2 / 3)
    })
  })

  test(`planned work in the backlog takes as long as its plans say, ${kind}`, async () => {
    const { maintenance } = await start()
    const sites = [{ site: 's1', fromDay: '2026-11-23' }]
    await maintenance.plans.change('PM-FIRE-W', { version: 0, sites, estMin: 45 }, ADMIN)
    await maintenance.plans.change('PM-ELV-Q', { version: 0, sites }, ADMIN)
    await maintenance.sweepAt(MONDAY + 88 * DAY)
    const backlog = await maintenance.analytics.backlog({})
    expect(backlog.open.count).toBe(3)
    expect(backlog.hours).toBeCloseTo((45 + 2 * (60 + 90)) / 60)
  })
}
