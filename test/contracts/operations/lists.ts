import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { DISPATCHER, MONDAY } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

/** Lists, on every operations database. `open` gives an empty one. */
export function listsContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`lists on ${kind}`, () => {
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
  })
}
