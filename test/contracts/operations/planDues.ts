import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { answerAll } from '../../helpers/checklists.ts'
import { ADMIN, MONDAY, moveThrough } from '../../helpers/maintenance.ts'
import { startPlansWith } from './startPlans.ts'

const DAY = 86_400_000

/** The list of what is due, on every operations database. */
export function planDuesContract(kind: string, open: () => Promise<Database>): void {
  const started = startPlansWith(open)

  describe(`what is due on ${kind}`, () => {
    test('is told by subject, the soonest first, in pages, and narrowed', async () => {
      const { plans } = await started()
      const { items } = await plans.due({})
      expect(items.map(due => [due.dueDay, due.plan, due.equipment])).toEqual([
        ['2026-11-30', 'PM-FIRE-W', undefined],
        ['2026-12-08', 'PM-ELV-HM', 'lift-1'],
        ['2026-12-08', 'PM-ELV-HM', 'lift-2'],
        ['2027-02-23', 'PM-ELV-Q', 'lift-1'],
        ['2027-02-23', 'PM-ELV-Q', 'lift-2'],
      ])
      expect(items[0]).toMatchObject({
        ...{ pieces: 1, windowStart: '2026-11-28', windowEnd: '2026-12-01', state: 'later', site: 's1' },
      })
      const first = await plans.due({ limit: 2 })
      const rest = await plans.due({ limit: 9, cursor: first.nextCursor })
      expect([...first.items, ...rest.items]).toEqual(items)
      const codes = async (query: object) => (await plans.due(query)).items.map(due => `${due.plan} ${due.equipment}`)
      expect(await codes({ from: '2026-12-01', to: '2026-12-08', equipment: 'lift-2' })).toEqual(['PM-ELV-HM lift-2'])
      expect(await codes({ equipment: 'pump-1' })).toEqual(['PM-FIRE-W undefined'])
      expect(await codes({ plan: 'PM-ELV-Q', site: 's1' })).toHaveLength(2)
      expect(await codes({ sites: ['s2'] })).toEqual([])
    })

    test('says what is overdue, which visit is open for it, and when the last was', async () => {
      const maintenance = await started()
      const { plans, tickets } = maintenance
      await maintenance.sweepAt(MONDAY + 5 * DAY)
      const [visit] = (await tickets.list({ open: true })).items
      const id = visit?.id ?? ''
      const due = async () => (await plans.due({ plan: 'PM-FIRE-W' })).items[0]
      expect(await due()).toMatchObject({
        state: 'due',
        visit: { ticket: id, plan: 'PM-FIRE-W', dueDay: '2026-11-30' },
      })
      maintenance.clock.set(MONDAY + 9 * DAY)
      expect(await due()).toMatchObject({ state: 'overdue' })
      expect((await plans.due({ state: 'overdue' })).items).toHaveLength(1)
      await moveThrough(maintenance, id, ['acknowledged', 'dispatched', 'onSite'])
      await answerAll(maintenance, id)
      await moveThrough(maintenance, id, ['closed'])
      const next = await due()
      expect(next).toMatchObject({ dueDay: '2026-12-09', last: { day: '2026-12-02', stated: false, ticket: id } })
      expect(next?.visit).toBeUndefined()
    })

    test('names the longer visit that is open in place of a shorter one', async () => {
      const maintenance = await started()
      const sites = [{ site: 's1', fromDay: '2027-02-09' }]
      await maintenance.plans.change('PM-ELV-HM', { version: 1, sites }, ADMIN)
      await maintenance.sweepAt(MONDAY + 88 * DAY)
      const { items } = await maintenance.plans.due({ equipment: 'lift-1' })
      expect(items.map(due => [due.plan, due.visit?.plan])).toEqual([
        ['PM-ELV-Q', 'PM-ELV-Q'],
        ['PM-ELV-HM', 'PM-ELV-Q'],
      ])
    })
  })
}
