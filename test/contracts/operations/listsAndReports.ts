import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { DISPATCHER, ended, MONDAY, moveThrough, onlyTicket, transition } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

/** Lists and reports, on every operations database. `open` gives an empty one. */
export function listsAndReportsContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`lists and reports on ${kind}`, () => {
    test('pages join without a gap or a double, and a foreign site sees nothing', async () => {
      const { maintenance } = await start()
      for (let i = 0; i < 7; i++) {
        maintenance.clock.set(MONDAY + (i >> 1))
        await maintenance.tickets.create({ equipment: 'lift-1', title: `${i}` }, DISPATCHER)
      }
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await maintenance.tickets.list({ limit: 3, cursor })
        seen.push(...page.items.map(t => t.id))
        cursor = page.nextCursor
      } while (cursor)
      expect(seen).toEqual((await maintenance.tickets.list({})).items.map(t => t.id))
      expect(new Set(seen).size).toBe(7)
      expect((await maintenance.tickets.list({ sites: ['s2'] })).items).toEqual([])
      expect((await maintenance.tickets.list({ site: 's1', sites: ['s2'] })).items).toEqual([])
      await expect(maintenance.tickets.list({ cursor: 'x' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      const parts: string[] = []
      do {
        const page = await maintenance.parts.list({ limit: 50, cursor })
        parts.push(...page.items.map(p => p.partNo))
        cursor = page.nextCursor
      } while (cursor)
      expect(parts).toHaveLength((await maintenance.parts.list({ limit: 500 })).items.length)
      expect((await maintenance.parts.list({ search: '门挂轮' })).items.map(p => p.partNo)).toContain('ELV-DR-RLR-080')
      expect((await maintenance.parts.list({ search: '100%_' })).items).toEqual([])
    })

    test('reliability and causes count failures by the standards’ definitions', async () => {
      const { maintenance } = await start()
      const HOUR = 3_600_000
      const causes = ['wear-out', 'wear-out', 'environment', 'wear-out', 'environment', 'false-alarm']
      for (const [i, cause] of causes.entries()) {
        const failed = MONDAY + i * 10 * HOUR
        const fault = transition(`f-${i}`, 'lift-1', 'ELV-LEVEL', failed)
        maintenance.clock.set(failed)
        await maintenance.handle([fault])
        const { id } = await onlyTicket(maintenance)
        maintenance.clock.set(failed + HOUR)
        await moveThrough(maintenance, id, ['acknowledged', 'dispatched', 'onSite'])
        maintenance.clock.set(failed + 2 * HOUR)
        await maintenance.tickets.move(id, { to: 'repaired', repair: { cause, action: 'adjust' } }, DISPATCHER)
        await maintenance.handle([ended(fault, failed + 2 * HOUR)])
        await moveThrough(maintenance, id, ['verified', 'handedOver', 'followedUp', 'closed'])
      }
      maintenance.clock.set(MONDAY + 90 * HOUR)
      await maintenance.handle([transition('f-9', 'pump-1', 'FPU-NOTAUTO', MONDAY + 90 * HOUR)])
      const query = { from: MONDAY, to: MONDAY + 100 * HOUR }
      maintenance.clock.set(query.to)
      const report = await maintenance.analytics.reliability(query)
      expect(report).toMatchObject({ failures: 5, mttrHours: 2, split: { acknowledge: 1, repair: 1 } })
      expect(report.mtbfHours).toBeCloseTo((4 * 100 - 5 * 2 - 10) / 5, 9)
      expect(report.byClass).toMatchObject([
        { class: 'elevator', failures: 5, mttrHours: 2, mtbfHours: (200 - 10) / 5 },
      ])
      expect(report.byClass[0]?.tickets).toHaveLength(5)
      const few = await maintenance.analytics.reliability({ from: MONDAY, to: MONDAY + 35 * HOUR })
      expect(few).toMatchObject({ failures: 4, split: {} })
      expect(few.mttrHours).toBeUndefined()
      const pareto = await maintenance.analytics.causes(query)
      expect(pareto.total).toBe(5)
      expect(pareto.causes.map(c => [c.cause, c.count, c.downtimeHours, c.cumulative, c.tickets.length])).toEqual([
        ['wear-out', 3, 6, 0.6, 3],
        ['environment', 2, 4, 1, 2],
      ])
      expect(pareto.byFault.map(f => [f.code, f.count])).toEqual([
        ['ELV-LEVEL', 5],
        ['FPU-NOTAUTO', 1],
      ])
      expect((await maintenance.analytics.causes({ ...query, site: 's2' })).total).toBe(0)
    })
  })
}
