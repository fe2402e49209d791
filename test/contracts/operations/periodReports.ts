import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { ADMIN, DISPATCHER, ended, moveThrough, type TestMaintenance, transition } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const shanghai = (day: string) => Date.parse(`${day}T00:00:00+08:00`)
const OCTOBER = shanghai('2026-10-01')
const NOVEMBER = shanghai('2026-11-01')

/** A lift that stops, is mended with a part after two hours, and closed. */
async function repairLift(maintenance: TestMaintenance, n: number, failed: number) {
  const fault = transition(`f-${n}`, 'lift-1', 'ELV-OVERTRAVEL', failed)
  maintenance.clock.set(failed)
  await maintenance.handle([fault])
  const [{ id } = { id: '' }] = (await maintenance.tickets.list({ open: true, faultCode: fault.code })).items
  await moveThrough(maintenance, id, ['acknowledged', 'dispatched', 'onSite'])
  maintenance.clock.set(failed + 2 * HOUR)
  const repair = { cause: 'wear-out', action: 'adjust' }
  const partsUsed = [{ partNo: 'ELV-DR-RLR-080', quantity: 2 }]
  await maintenance.tickets.move(id, { to: 'repaired', repair, partsUsed }, DISPATCHER)
  await maintenance.handle([ended(fault, failed + 2 * HOUR)])
  await moveThrough(maintenance, id, ['verified', 'handedOver', 'surveyed', 'followedUp', 'closed'])
}

/** Summaries of ended periods, on every operations database. `open` gives an empty one. */
export function periodReportsContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)
  const october = async (maintenance: TestMaintenance) => {
    maintenance.clock.set(OCTOBER - 10 * DAY)
    await maintenance.parts.move('ELV-DR-RLR-080', { kind: 'receive', quantity: 20, store: 'main' }, ADMIN)
    await maintenance.parts.change('ELV-DR-RLR-080', { unitCost: 50 }, ADMIN)
    await repairLift(maintenance, 1, OCTOBER - 5 * DAY)
    await repairLift(maintenance, 2, OCTOBER + DAY)
    await repairLift(maintenance, 3, NOVEMBER - DAY)
    await repairLift(maintenance, 4, NOVEMBER + HOUR)
  }

  describe(`reports of periods on ${kind}`, () => {
    test('a month tells what the analytics tell of it and of the one before, with parts, requests and what is open', async () => {
      const { maintenance } = await start()
      await october(maintenance)
      await maintenance.tickets.create({ equipment: 'lift-2', kind: 'training', title: '培训' }, DISPATCHER)
      await maintenance.sweepAt(NOVEMBER + 26 * HOUR)
      await maintenance.periodReports.keepDue()
      const { items } = await maintenance.periodReports.list({ period: 'month' })
      expect(items.map(({ of, site = 'all' }) => `${of} ${site}`).sort()).toEqual(['2026-10 all', '2026-10 s1'])
      const report = await maintenance.periodReports.get(items.find(({ site }) => site === 's1')?.id ?? '')
      const span = { from: OCTOBER, to: NOVEMBER }
      expect(report).toMatchObject({ ...span, zone: 'Asia/Shanghai', madeAt: NOVEMBER + 26 * HOUR, site: 's1' })
      const query = { ...span, site: 's1' }
      const { reliability, repairs, causes, serviceLevels } = maintenance.analytics
      expect(report?.figures).toMatchObject({
        reliability: await reliability(query),
        repairs: await repairs(query),
        causes: await causes(query),
        serviceLevels: await serviceLevels(query),
        parts: [{ partNo: 'ELV-DR-RLR-080', quantity: 4, costCny: 200 }],
        openAtEnd: 0,
      })
      expect([report?.figures, report?.before].map(f => f?.reliability.failures.count)).toEqual([2, 1])
      expect(report?.before.to).toBe(OCTOBER)
      expect(report?.figures.requests).toMatchObject({ training: 0 })
      expect(report?.names.equipment).toMatchObject({ 'lift-1': 'lift-1' })
    })

    test('a report stays as it was made, whatever is corrected later, and is made once', async () => {
      const { maintenance, database } = await start()
      await october(maintenance)
      const keepAt = async (at: number) => {
        await maintenance.sweepAt(at)
        await maintenance.periodReports.keepDue()
      }
      await keepAt(NOVEMBER + 26 * HOUR - 1)
      const early = await maintenance.periodReports.list({ period: 'month' })
      expect(early.items.map(({ of }) => of)).toEqual(['2026-09', '2026-09'])
      await Promise.all([keepAt(NOVEMBER + 26 * HOUR), keepAt(NOVEMBER + 26 * HOUR)])
      const { items } = await maintenance.periodReports.list({})
      // Of all and of the site: two months, the third quarter, and the year before.
      expect(items).toHaveLength(8)
      const id = items.find(({ of, site }) => of === '2026-10' && site === undefined)?.id ?? ''
      const before = await maintenance.periodReports.get(id)
      await database.db.updateTable('ticket_figure').set({ failure: 0 }).execute()
      await keepAt(NOVEMBER + 3 * DAY)
      expect(await maintenance.periodReports.get(id)).toEqual(before)
      expect(before?.figures.reliability.failures.count).toBe(2)
    })

    test('who sees some sites sees their reports; pages join', async () => {
      const { maintenance } = await start()
      await october(maintenance)
      await maintenance.sweepAt(NOVEMBER + 2 * DAY)
      await maintenance.periodReports.keepDue()
      const { list } = maintenance.periodReports
      const all = (await list({})).items
      expect(new Set((await list({ sites: ['s1'] })).items.map(({ site }) => site))).toEqual(new Set(['s1']))
      expect((await list({ sites: ['s2'] })).items).toEqual([])
      const first = await list({ limit: 2 })
      const rest = await list({ limit: 100, cursor: first.nextCursor })
      expect([...first.items, ...rest.items]).toEqual(all)
      await expect(list({ cursor: 'x' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    })
  })
}
