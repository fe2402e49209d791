import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { TicketLine } from '#domain/tickets.ts'
import { ADMIN, DISPATCHER, MONDAY, moveThrough, transition } from '../../helpers/maintenance.ts'
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

    test('what is held and fitted is listed by the sites of its tickets and equipment', async () => {
      const { maintenance } = await start()
      const { tickets, reservations, fittedParts } = maintenance
      const part = { partNo: 'ELV-ENC-01', quantity: 1 }
      const { id } = await tickets.create({ equipment: 'lift-1', title: 'x', parts: [part] }, DISPATCHER)
      await fittedParts.fit({ equipment: 'lift-1', ...part }, ADMIN)
      for (const [sites, count] of [
        [[], 1],
        [['s1', 's2'], 1],
        [['s2'], 0],
      ] as const)
        expect([
          sites,
          (await reservations.list({ sites })).items.length,
          (await fittedParts.list({ sites })).length,
        ]).toEqual([sites, count, count])
      expect([...(await tickets.sites([id, id, 't-99']))]).toEqual([[id, 's1']])
    })

    test('all lines of a list are its tickets in its order, whatever narrows it', async () => {
      const { maintenance } = await start()
      const { tickets, clock } = maintenance
      await maintenance.technicians.add({ id: 'li', name: '李师傅', skills: ['SK-ELV-T'] }, ADMIN)
      for (let i = 0; i < 6; i++) {
        clock.set(MONDAY + (i >> 1) * 3_600_000)
        await tickets.create({ equipment: i % 3 === 0 ? 'lift-2' : 'lift-1', title: `${i}` }, DISPATCHER)
      }
      await maintenance.handle([transition('f-1', 'lift-1', 'ELV-OVERTRAVEL')])
      const { id } = (await tickets.list({ faultCode: 'ELV-OVERTRAVEL' })).items[0] ?? { id: '' }
      await moveThrough(maintenance, id, ['acknowledged', 'dispatched', 'onSite'])
      await tickets.move(id, { to: 'repaired', repair: { cause: 'wear-out', action: 'adjust' } }, DISPATCHER)
      const linesOf = async (query: Parameters<typeof tickets.lines>[0]) => {
        const all: TicketLine[] = []
        for await (const some of tickets.lines(query)) all.push(...some)
        return all
      }
      const day = { from: MONDAY, to: MONDAY + 86_400_000 }
      for (const query of [
        {},
        { equipment: 'lift-2' },
        { technician: 'zhang' },
        { text: '4' },
        { open: false },
        { sites: ['s2'] },
        { when: 'opened', is: 'work', ...day } as const,
      ]) {
        const listed = (await tickets.list(query)).items.map(ticket => ticket.id)
        expect({ query, ids: (await linesOf(query)).map(line => line.id) }).toEqual({ query, ids: listed })
      }
      expect((await linesOf({ faultCode: 'ELV-OVERTRAVEL' }))[0]).toEqual({
        ...{ id, priority: 'P0', site: 's1', equipment: 'lift-1', faultCode: 'ELV-OVERTRAVEL', status: 'repaired' },
        ...{ technician: 'zhang', cause: 'wear-out', failedAt: MONDAY, openedAt: clock.now() },
      })
    })
  })
}
