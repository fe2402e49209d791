import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { answerAll } from '../../helpers/checklists.ts'
import { ADMIN, DISPATCHER, MONDAY, moveThrough, type TestMaintenance } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const DAY = 86_400_000
const PART = 'ELV-ENC-01'
const SITES = [{ site: 's1', fromDay: '2026-11-23' }]

/** The day and the plan of a visit that takes the part. */
const visit = ({ dueDay, plan }: { dueDay?: string; plan?: string }) => `${dueDay} ${plan}`
const midnight = (day: string) => Date.parse(`${day}T00:00:00+08:00`)

/** What will be available of parts, and what is to be ordered by when, on every operations database. */
export function stockProjectionContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)
  const switchOn = (maintenance: TestMaintenance, code: string, quantity: number, more: object = {}) =>
    maintenance.plans.change(code, { version: 0, sites: SITES, parts: [{ partNo: PART, quantity, ...more }] }, ADMIN)

  /** Lives through days as a service would, doing each visit on its day; what was due when. */
  async function live(maintenance: TestMaintenance, days: number): Promise<string[]> {
    const done: string[] = []
    for (let day = 0; day <= days; day++) {
      await maintenance.sweepAt(MONDAY + day * DAY)
      for (const ticket of (await maintenance.tickets.list({ open: true, limit: 500 })).items) {
        const { plan, dueDay } = (ticket.timeline[0]?.detail ?? {}) as { plan?: string; dueDay?: string }
        if (dueDay === undefined || midnight(dueDay) > maintenance.clock.now()) continue
        await moveThrough(maintenance, ticket.id, ['acknowledged', 'dispatched', 'onSite'])
        await answerAll(maintenance, ticket.id)
        await moveThrough(maintenance, ticket.id, ['closed'])
        done.push(visit({ dueDay, ...(plan !== undefined && { plan }) }))
      }
    }
    return done.sort()
  }

  describe(`what will be available of parts on ${kind}`, () => {
    test('the visits foreseen are those that then come, longer ones in the place of shorter, each with its parts', async () => {
      const { maintenance } = await start()
      await maintenance.parts.change(PART, { onHand: 500, leadTimeDays: 70, minStock: 0 }, ADMIN)
      await switchOn(maintenance, 'PM-ELV-HM', 1)
      await switchOn(maintenance, 'PM-ELV-Q', 4)
      await switchOn(maintenance, 'PM-FIRE-M', 3)
      await maintenance.outOfService.add({ equipment: 'lift-2', reason: 'rebuilt' }, ADMIN)
      const { to, changes, planned } = await maintenance.parts.projection(PART)
      expect(to).toBe(MONDAY + (30 + 70 + 30) * DAY)
      const [lift, pump] = [['lift-1', 's1'] as const, ['pump-1', 's1'] as const]
      expect(changes.map(one => [visit(one), one.quantity, one.equipment, one.site])).toEqual([
        ['2026-12-08 PM-ELV-HM', -1, ...lift],
        ['2026-12-23 PM-ELV-HM', -1, ...lift],
        ['2026-12-23 PM-FIRE-M', -3, ...pump],
        ['2027-01-07 PM-ELV-HM', -1, ...lift],
        ['2027-01-22 PM-ELV-HM', -1, ...lift],
        ['2027-01-23 PM-FIRE-M', -3, ...pump],
        ['2027-02-06 PM-ELV-HM', -1, ...lift],
        ['2027-02-21 PM-ELV-Q', -5, ...lift],
        ['2027-02-23 PM-FIRE-M', -3, ...pump],
        ['2027-03-08 PM-ELV-HM', -1, ...lift],
        ['2027-03-23 PM-ELV-HM', -1, ...lift],
        ['2027-03-23 PM-FIRE-M', -3, ...pump],
      ])
      expect(planned).toBe(24)
      expect(await live(maintenance, 125)).toEqual(changes.map(visit).sort())
    })

    test('an open visit is its ticket, not foreseen beside it; the next counts from the day on which it is due', async () => {
      const { maintenance } = await start()
      await maintenance.parts.change(PART, { onHand: 1, leadTimeDays: 0, minStock: 0 }, ADMIN)
      await switchOn(maintenance, 'PM-ELV-HM', 1)
      await maintenance.sweepAt(MONDAY + 10 * DAY)
      const { available, reserved, wanted, changes } = await maintenance.parts.projection(PART)
      expect({ available, reserved, wanted }).toEqual({ available: 0, reserved: 1, wanted: 1 })
      expect(
        changes.map(one => [one.kind, one.quantity, one.visits ?? one.purchaseOrder ?? one.ticket, one.dueDay]),
      ).toEqual([
        ['order', 1, 'po-1', undefined],
        ['ticket', -1, 't-2', undefined],
        ['visit', -2, 2, '2026-12-23'],
        ['visit', -2, 2, '2027-01-07'],
        ['visit', -2, 2, '2027-01-22'],
      ])
      expect(changes.map(one => one.left)).toEqual([1, 0, -2, -4, -6])
    })

    test('a suggestion says which ticket, which order and which visit on which day bring the date', async () => {
      const { maintenance } = await start()
      await maintenance.parts.change(PART, { onHand: 3, leadTimeDays: 10, minStock: 1 }, ADMIN)
      expect(await maintenance.parts.suggestions()).not.toContainEqual(expect.objectContaining({ partNo: PART }))
      await switchOn(maintenance, 'PM-ELV-HM', 1)
      const find = async () => (await maintenance.parts.suggestions()).find(one => one.partNo === PART)
      expect(await find()).toMatchObject({
        ...{ planned: 8, wanted: 0, belowAt: midnight('2026-12-23'), orderAt: midnight('2026-12-13') },
        ...{ quantity: 6, moreChanges: 0, runsOutAt: midnight('2026-12-23') },
        changes: [
          { kind: 'visit', plan: 'PM-ELV-HM', dueDay: '2026-12-08', visits: 2, quantity: -2, left: 1 },
          { kind: 'visit', plan: 'PM-ELV-HM', dueDay: '2026-12-23', visits: 2, quantity: -2, left: -1 },
        ],
      })
      const need = { equipment: 'lift-2', title: 'x', parts: [{ partNo: PART, quantity: 4 }] }
      const { id: ticket } = await maintenance.tickets.create(need, DISPATCHER)
      const [request] = (await maintenance.purchaseOrders.list({ ticket })).items
      const yesterday = { status: 'ordered' as const, expectedAt: MONDAY - DAY }
      await maintenance.purchaseOrders.change(request?.id ?? '', yesterday, ADMIN)
      expect(await find()).toMatchObject({
        ...{
          available: 3,
          incoming: 1,
          wanted: 4,
          belowAt: MONDAY,
          orderAt: MONDAY,
          runsOutAt: midnight('2026-12-08'),
        },
        changes: [
          { kind: 'order', purchaseOrder: request?.id, quantity: 1, late: true, left: 4 },
          { kind: 'ticket', ticket, site: 's1', equipment: 'lift-2', quantity: -4, left: 0 },
        ],
      })
    })

    test('a part of one model is foreseen for its equipment only; switched off, the plan takes nothing', async () => {
      const { maintenance } = await start({ model: 'KX-1' })
      await maintenance.parts.change(PART, { onHand: 3, leadTimeDays: 0, minStock: 0 }, ADMIN)
      await switchOn(maintenance, 'PM-ELV-HM', 1, { model: 'other' })
      expect((await maintenance.parts.projection(PART)).planned).toBe(0)
      const parts = [{ partNo: PART, quantity: 1, model: 'KX-1' }]
      await maintenance.plans.change('PM-ELV-HM', { version: 1, parts }, ADMIN)
      expect((await maintenance.parts.projection(PART)).planned).toBe(8)
      await maintenance.plans.change('PM-ELV-HM', { version: 2, sites: [] }, ADMIN)
      expect((await maintenance.parts.projection(PART)).planned).toBe(0)
      await expect(maintenance.parts.projection('NONE')).rejects.toMatchObject({ code: 'UNKNOWN_PART' })
    })

    test('what a planned visit took is no steady usage; what a repair took is', async () => {
      const { maintenance } = await start()
      await maintenance.parts.change(PART, { onHand: 300, leadTimeDays: 0, minStock: 0 }, ADMIN)
      await switchOn(maintenance, 'PM-ELV-HM', 9)
      await live(maintenance, 15)
      expect((await maintenance.parts.projection(PART)).usagePerDay).toBe(0)
      await maintenance.parts.move(PART, { kind: 'issue', store: 'main', quantity: 90 }, ADMIN)
      expect((await maintenance.parts.projection(PART)).usagePerDay).toBe(1)
    })
  })
}
