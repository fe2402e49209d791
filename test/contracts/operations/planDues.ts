import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { DueQuery } from '#domain/planDues.ts'
import { answerAll } from '../../helpers/checklists.ts'
import { ADMIN, MONDAY, moveThrough } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'
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

    test('is narrowed by class, by who goes there, by a text and by state, page by page, and counted by day', async () => {
      const maintenance = await started()
      const { plans, tickets, technicians } = maintenance
      const lines = async (query: DueQuery) =>
        (await plans.due(query)).items.map(due => `${due.plan} ${due.equipment ?? due.site}`)
      await maintenance.sweepAt(MONDAY + 11 * DAY)
      const visits = (await tickets.list({ open: true })).items.filter(ticket => ticket.kind === 'preventive')
      const [one, other] = visits.filter(ticket => ticket.equipment.startsWith('lift-'))
      await technicians.add({ id: 'li', name: 'Li', skills: ['SK-ELV-T'] }, ADMIN)
      await tickets.move(one?.id ?? '', { to: 'dispatched', technician: 'li' }, ADMIN)
      await tickets.move(other?.id ?? '', { to: 'dispatched', technician: 'zhang' }, ADMIN)
      expect(await lines({ technician: 'li' })).toEqual([`PM-ELV-HM ${one?.equipment}`])
      expect(await lines({ technician: 'nobody' })).toEqual([])
      expect(await lines({ class: 'fire-pump' })).toEqual(['PM-FIRE-W s1'])
      expect(await lines({ class: 'elevator', to: '2026-12-31' })).toEqual(['PM-ELV-HM lift-1', 'PM-ELV-HM lift-2'])
      expect(await lines({ text: '季度' })).toEqual(['PM-ELV-Q lift-1', 'PM-ELV-Q lift-2'])
      expect(await lines({ text: 'LIFT-2' })).toEqual(['PM-ELV-HM lift-2', 'PM-ELV-Q lift-2'])
      expect(await lines({ text: 'nowhere' })).toEqual([])
      expect(await lines({ state: 'overdue' })).toEqual(['PM-FIRE-W s1'])
      expect(await lines({ state: 'due' })).toEqual(['PM-ELV-HM lift-1', 'PM-ELV-HM lift-2'])
      const first = await plans.due({ class: 'elevator', limit: 3 })
      const rest = await plans.due({ class: 'elevator', limit: 3, cursor: first.nextCursor })
      expect([...first.items, ...rest.items]).toEqual((await plans.due({ class: 'elevator' })).items)
      expect(rest.nextCursor).toBeUndefined()
      expect(await plans.dueDays({ to: '2026-12-31' })).toEqual([
        { day: '2026-11-30', lines: 1, overdue: 1 },
        { day: '2026-12-08', lines: 2, overdue: 0 },
      ])
      expect(await plans.dueDays({ site: 's2' })).toEqual([])
    })

    test('follows what becomes of the equipment, the plans and the days, without a sweep', async () => {
      const { database, maintenance } = await startWith(open)()
      const { plans, clock, outOfService, registry } = maintenance
      const lines = async () => {
        const { items } = await plans.due({ limit: 500 })
        await database.db.deleteFrom('plan_due').execute()
        await database.db.deleteFrom('plan_due_site').execute()
        expect((await plans.due({ limit: 500 })).items, 'the same counted from nothing').toEqual(items)
        return items.map(due => `${due.plan} ${due.equipment ?? due.pieces} ${due.dueDay}`)
      }
      const sites = [{ site: 's1', fromDay: '2026-11-23' }]
      await plans.change('PM-ELV-HM', { version: 0, sites }, ADMIN)
      await plans.change('PM-ELV-DUTY', { version: 0, sites }, ADMIN)
      expect(await lines()).toEqual([
        'PM-ELV-DUTY 2 2026-11-24',
        'PM-ELV-HM lift-1 2026-12-08',
        'PM-ELV-HM lift-2 2026-12-08',
      ])
      const reason = 'rebuilt'
      const { id } = await outOfService.add({ equipment: 'lift-2', reason }, ADMIN)
      expect(await lines()).toEqual(['PM-ELV-DUTY 1 2026-11-24', 'PM-ELV-HM lift-1 2026-12-08'])
      expect((await plans.due({ equipment: 'lift-2' })).items).toEqual([])
      await outOfService.end(id, ADMIN)
      clock.set(MONDAY + 3 * DAY)
      const piece = {
        site: 's1',
        gateway: 'gw1',
        class: 'elevator',
        name: 'New',
        params: {},
        occupancy: 'normal' as const,
      }
      await registry.addEquipment({ ...piece, id: 'lift-3' })
      expect((await lines()).at(-1)).toBe('PM-ELV-HM lift-3 2026-12-08')
      expect((await lines())[0]).toBe('PM-ELV-DUTY 3 2026-11-26')
      await plans.stateLastVisit('PM-ELV-HM', { equipment: 'lift-1', day: '2026-11-20' }, ADMIN)
      expect((await lines())[1]).toBe('PM-ELV-HM lift-1 2026-12-05')
      await plans.change('PM-ELV-HM', { version: 1, interval: { unit: 'd', value: 10, kind: 'maxInterval' } }, ADMIN)
      expect((await lines())[1]).toBe('PM-ELV-HM lift-1 2026-11-30')
      await plans.change('PM-ELV-DUTY', { version: 1, sites: [] }, ADMIN)
      await plans.change('PM-ELV-HM', { version: 2, sites: [] }, ADMIN)
      expect(await lines()).toEqual([])
    })

    test('who reads while others work sees in the end what was done', async () => {
      const { database, maintenance } = await startWith(open)()
      const { plans, outOfService } = maintenance
      const sites = [{ site: 's1', fromDay: '2026-11-23' }]
      for (const code of ['PM-ELV-HM', 'PM-ELV-Q', 'PM-FIRE-W']) await plans.change(code, { version: 0, sites }, ADMIN)
      const read = async () => ({
        due: (await plans.due({ limit: 500 })).items,
        visits: (await plans.visits({ from: '2026-11-01', to: '2027-12-31', limit: 500 })).items,
      })
      for (let round = 1; round <= 3; round++) {
        const day = `2026-11-0${round}`
        const work = [
          plans.stateLastVisit('PM-ELV-Q', { equipment: 'lift-1', day }, ADMIN),
          plans.stateLastVisit('PM-ELV-HM', { equipment: 'lift-2', day }, ADMIN),
          plans.stateLastVisit('PM-FIRE-W', { site: 's1', day }, ADMIN),
          outOfService
            .add({ equipment: 'lift-1', reason: 'a try' }, ADMIN)
            .then(({ id }) => outOfService.end(id, ADMIN)),
        ]
        await Promise.all([read(), ...work, read(), read()])
        const seen = await read()
        for (const table of ['plan_due', 'plan_ahead', 'plan_due_site'] as const)
          await database.db.deleteFrom(table).execute()
        expect(await read()).toEqual(seen)
        expect(seen.due.filter(due => due.last?.day === day)).toHaveLength(4)
      }
    })
  })
}
