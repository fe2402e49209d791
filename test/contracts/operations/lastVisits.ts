import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { answerAll } from '../../helpers/checklists.ts'
import { ADMIN, MONDAY, moveThrough, type TestMaintenance } from '../../helpers/maintenance.ts'
import { startPlansWith } from './startPlans.ts'

const DAY = 86_400_000

/** Last visits of which somebody tells, on every operations database. */
export function lastVisitsContract(kind: string, open: () => Promise<Database>): void {
  const started = startPlansWith(open)
  const dueOf = async ({ plans }: TestMaintenance, plan: string, equipment = 'lift-1') =>
    (await plans.due({ plan, equipment })).items[0]

  describe(`last visits that are stated on ${kind}`, () => {
    test('the clock counts from the day that was told, also those of the shorter plans, and the statement stays', async () => {
      const maintenance = await started()
      const { plans } = maintenance
      const told = { equipment: 'lift-1', day: '2026-11-14', note: 'paper book, page 12' }
      const stated = await plans.stateLastVisit('PM-ELV-Q', told, ADMIN)
      expect(stated).toMatchObject({ plan: 'PM-ELV-Q', equipment: ['lift-1'], day: '2026-11-14', by: 'admin' })
      expect(await dueOf(maintenance, 'PM-ELV-HM')).toMatchObject({
        ...{ dueDay: '2026-11-29', last: { day: '2026-11-14', stated: true } },
      })
      expect(await dueOf(maintenance, 'PM-ELV-Q')).toMatchObject({ dueDay: '2027-02-14' })
      expect(await dueOf(maintenance, 'PM-ELV-HM', 'lift-2')).toMatchObject({ dueDay: '2026-12-08' })
      expect(await plans.statedVisits('PM-ELV-Q', [])).toEqual([stated])
      expect(await plans.statedVisits('PM-ELV-Q', ['s2'])).toEqual([])
      await maintenance.sweepAt(MONDAY + DAY)
      expect((await maintenance.tickets.list({ open: true })).items.map(t => t.equipment)).toEqual(['lift-1'])
    })

    test('of a site, for all equipment of the plan; a later statement takes the place of a wrong one', async () => {
      const maintenance = await started()
      const { plans } = maintenance
      await plans.stateLastVisit('PM-ELV-HM', { site: 's1', day: '2026-11-20' }, ADMIN)
      expect((await dueOf(maintenance, 'PM-ELV-HM', 'lift-2'))?.dueDay).toBe('2026-12-05')
      maintenance.clock.set(MONDAY + 60_000)
      await plans.stateLastVisit('PM-ELV-HM', { equipment: 'lift-1', day: '2026-11-10' }, ADMIN)
      expect((await dueOf(maintenance, 'PM-ELV-HM'))?.dueDay).toBe('2026-11-25')
      expect((await dueOf(maintenance, 'PM-ELV-HM', 'lift-2'))?.dueDay).toBe('2026-12-05')
      expect((await plans.statedVisits('PM-ELV-HM', [])).map(each => each.equipment)).toEqual([
        ['lift-1'],
        ['lift-1', 'lift-2'],
      ])
    })

    test('a visit that the service knows of counts, whatever is told of before; reopened, what was told counts again', async () => {
      const maintenance = await started()
      const { plans } = maintenance
      const told = (day: string) => plans.stateLastVisit('PM-FIRE-W', { site: 's1', day }, ADMIN)
      const due = async () => (await dueOf(maintenance, 'PM-FIRE-W', 'pump-1'))?.dueDay
      await told('2026-11-18')
      await maintenance.sweepAt(MONDAY + DAY)
      const [visit] = (await maintenance.tickets.list({ open: true })).items
      const id = visit?.id ?? ''
      await moveThrough(maintenance, id, ['acknowledged', 'dispatched', 'onSite'])
      await answerAll(maintenance, id)
      await moveThrough(maintenance, id, ['closed'])
      await told('2026-11-17')
      expect(await due()).toBe('2026-12-01')
      await moveThrough(maintenance, id, ['reopened'])
      expect(await due()).toBe('2026-11-24')
    })

    test('what cannot have been is refused, and what lies at another site', async () => {
      const { plans } = await started()
      const state = (plan: string, input: object, sites: string[] = []) =>
        plans.stateLastVisit(plan, { day: '2026-11-20', ...input }, { ...ADMIN, sites })
      for (const [plan, input, code] of [
        ['PM-NONE', { site: 's1' }, 'NOT_FOUND'],
        ['PM-ELV-HM', { site: 'nowhere' }, 'NOT_FOUND'],
        ['PM-ELV-HM', {}, 'BAD_REQUEST'],
        ['PM-ELV-HM', { site: 's1', equipment: 'lift-1' }, 'BAD_REQUEST'],
        ['PM-ELV-HM', { equipment: 'pump-1' }, 'BAD_REQUEST'],
        ['PM-ELV-HM', { equipment: 'lift-1', day: '2026-11-24' }, 'BAD_REQUEST'],
        ['PM-ELV-HM', { equipment: 'lift-1', day: '2026-02-30' }, 'BAD_REQUEST'],
      ] as const)
        await expect(state(plan, input), JSON.stringify(input)).rejects.toMatchObject({ code })
      await expect(state('PM-ELV-HM', { equipment: 'lift-1' }, ['s2'])).rejects.toMatchObject({ code: 'NOT_FOUND' })
    })
  })
}
