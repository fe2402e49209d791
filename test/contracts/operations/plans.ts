import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { NewPlan, PlanSite } from '#domain/plans.ts'
import { ADMIN } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const ITEM = {
  ...{ code: 'X-1', name: 'Look', name_zh: '查看', requirement: 'clean', requirement_zh: '清洁' },
  result: 'check' as const,
}
const OWN: NewPlan = {
  ...{ code: 'PM-OWN', name: 'Own', name_zh: '自定', basis: '', skill: 'SK-ELV-T', estMin: 30 },
  interval: { unit: 'd', value: 10, kind: 'maxInterval' },
  ...{ toleranceDays: 2, leadDays: 3, per: 'equipment', classes: ['elevator'], includes: [], parts: [] },
  items: [ITEM],
}

/** Plans of preventive maintenance as versions, on every operations database. */
export function plansContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`maintenance plans on ${kind}`, () => {
    test('the shipped plans are there, on nowhere; a change is a version and the shipped one stays in the history', async () => {
      const { maintenance } = await start()
      const { plans } = maintenance
      const all = await plans.list([])
      expect(all).toHaveLength(19)
      expect(all.every(plan => plan.version === 0 && plan.shipped && plan.sites.length === 0)).toBe(true)
      const sites = [{ site: 's1', fromDay: '2026-11-23' }]
      const parts = [{ partNo: 'ELV-ENC-01', quantity: 1, class: 'elevator' }]
      const changed = await plans.change('PM-ELV-HM', { version: 0, leadDays: 4, sites, parts }, ADMIN)
      expect(changed).toMatchObject({ version: 1, leadDays: 4, sites, parts, shipped: true, by: 'admin', estMin: 90 })
      expect(await plans.get('PM-ELV-HM', [])).toEqual(changed)
      expect((await plans.history('PM-ELV-HM', [])).map(({ version, leadDays }) => [version, leadDays])).toEqual([
        [1, 4],
        [0, 5],
      ])
      const earlier = await plans.change('PM-ELV-HM', { version: 1, leadDays: 5, reason: 'parts come late' }, ADMIN)
      const later = await plans.change('PM-ELV-HM', { version: 2, leadDays: 6 }, ADMIN)
      expect(earlier.reason).toBe('parts come late')
      expect(later.reason).toBeUndefined()
      expect((await plans.history('PM-ELV-HM', [])).map(plan => plan.reason)).toEqual([
        undefined,
        'parts come late',
        undefined,
        undefined,
      ])
      await expect(plans.change('PM-ELV-HM', { version: 0, leadDays: 9 }, ADMIN)).rejects.toMatchObject({
        code: 'STALE_VERSION',
        details: { version: 3 },
      })
    })

    test('of two who change at once one is told what changed', async () => {
      const { maintenance } = await start()
      const change = (leadDays: number) => maintenance.plans.change('PM-ELV-HM', { version: 0, leadDays }, ADMIN)
      const outcomes = await Promise.allSettled([change(1), change(2)])
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(outcomes.find(each => each.status === 'rejected')?.reason).toMatchObject({ code: 'STALE_VERSION' })
    })

    test('own plans are added once, and what cannot be kept to is refused', async () => {
      const { maintenance } = await start()
      const { plans } = maintenance
      const added = await plans.add({ ...OWN, reason: 'the owner asks' }, ADMIN)
      expect(added).toMatchObject({ code: 'PM-OWN', version: 1, shipped: false, sites: [], reason: 'the owner asks' })
      for (const [input, code] of [
        [OWN, 'ALREADY_EXISTS'],
        [{ ...OWN, code: 'PM-2', skill: 'SK-NONE' }, 'UNKNOWN_SKILL'],
        [{ ...OWN, code: 'PM-2', classes: ['ship'] }, 'UNKNOWN_CLASS'],
        [{ ...OWN, code: 'PM-2', sites: [{ site: 'nowhere', fromDay: '2026-11-23' }] }, 'UNKNOWN_SITE'],
        [{ ...OWN, code: 'PM-2', sites: [{ site: 's1', fromDay: '2026-02-30' }] }, 'BAD_REQUEST'],
        [{ ...OWN, code: 'PM-2', parts: [{ partNo: 'NONE', quantity: 1 }] }, 'UNKNOWN_PART'],
        [{ ...OWN, code: 'PM-2', parts: [{ partNo: 'ELV-ENC-01', quantity: 0.5 }] }, 'BAD_QUANTITY'],
        [{ ...OWN, code: 'PM-2', includes: ['PM-NONE'] }, 'BAD_REQUEST'],
        [{ ...OWN, code: 'PM-2', includes: ['PM-FIRE-M'] }, 'BAD_REQUEST'],
        [{ ...OWN, code: 'PM-2', includes: ['PM-OWN'] }, 'BAD_REQUEST'],
        [{ ...OWN, code: 'PM-2', items: [{ ...ITEM, min: 1 }] }, 'BAD_REQUEST'],
      ] as const)
        await expect(plans.add(input as NewPlan, ADMIN), JSON.stringify(input)).rejects.toMatchObject({ code })
      const wrong = {
        ...{ ...OWN, code: 'PM-2', includes: ['PM-OWN'], parts: [{ partNo: 'ELV-ENC-01', quantity: 0.5 }] },
        items: [
          { ...ITEM, max: 1 },
          { ...ITEM, code: 'X-2', result: 'number' as const, min: 2, max: 1 },
          { ...ITEM, code: 'X-2' },
        ],
      }
      await expect(plans.add(wrong, ADMIN)).rejects.toMatchObject({
        details: {
          problems: [
            { path: '/items/0/max', reason: 'noValueToLimit' },
            { path: '/items/1/max', reason: 'least', params: { limit: 2 } },
            { path: '/items/0/code', reason: 'twice', params: { value: 'X-1' } },
            { path: '/items/2/code', reason: 'twice', params: { value: 'X-2' } },
            { path: '/parts/0/quantity', reason: 'wholePieces' },
          ],
        },
      })
      const circle = plans.change('PM-ELV-HM', { version: 0, includes: ['PM-ELV-Y'] }, ADMIN)
      await expect(circle).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      await expect(plans.get('PM-NONE', [])).rejects.toMatchObject({ code: 'NOT_FOUND' })
    })

    test('who is limited to a site only switches plans on and off there', async () => {
      const { maintenance } = await start()
      const { plans } = maintenance
      const desk = { username: 'li', role: 'dispatcher' as const, sites: ['s1'] }
      const on = await plans.change('PM-ELV-HM', { version: 0, sites: [{ site: 's1', fromDay: '2026-11-23' }] }, desk)
      expect(on.sites).toHaveLength(1)
      for (const change of [{ leadDays: 1 }, { sites: [{ site: 's2', fromDay: '2026-11-23' }] }])
        await expect(plans.change('PM-ELV-HM', { version: 1, ...change }, desk)).rejects.toMatchObject({
          code: 'FORBIDDEN',
        })
      await expect(plans.add(OWN, desk)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    })

    test('who is limited to a site neither sees nor changes where else a plan is on', async () => {
      const { maintenance } = await start()
      const { plans } = maintenance
      await maintenance.registry.addSite({ id: 's2', name: 'Site two', timezone: 'Asia/Shanghai' })
      const [here, there] = ['s1', 's2'].map(site => ({ site, fromDay: '2026-11-23' }))
      await plans.change('PM-ELV-HM', { version: 0, sites: [here, there] as PlanSite[] }, ADMIN)
      const desk = { username: 'li', role: 'dispatcher' as const, sites: ['s1'] }
      expect((await plans.get('PM-ELV-HM', ['s1'])).sites).toEqual([here])
      expect((await plans.list(['s1'])).flatMap(plan => plan.sites)).toEqual([here])
      expect((await plans.history('PM-ELV-HM', ['s1']))[0]?.sites).toEqual([here])
      await expect(plans.change('PM-ELV-HM', { version: 0, sites: [] }, desk)).rejects.toMatchObject({
        details: { version: 1, sites: [here] },
      })
      expect((await plans.change('PM-ELV-HM', { version: 1, sites: [] }, desk)).sites).toEqual([])
      expect((await plans.get('PM-ELV-HM', [])).sites).toEqual([there])
    })
  })
}
