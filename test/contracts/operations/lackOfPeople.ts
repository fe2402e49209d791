import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { ADMIN, DISPATCHER, MONDAY, moveThrough } from '../../helpers/maintenance.ts'
import { OVERTRAVEL } from './start.ts'
import { add, as, certificate, HOUR, MIN, over, said, shift, startCrews, who } from './startCrews.ts'

/** What lacks people, on every operations database. `open` gives an empty one. */
export function lackOfPeopleContract(kind: string, open: () => Promise<Database>): void {
  const start = startCrews(open)

  describe(`what lacks people on ${kind}`, () => {
    test('is tried again when a certificate is renewed, a shift begins or the roster changes; the desk is told once', async () => {
      const { maintenance, database, ticket } = await start('auto')
      await database.db
        .insertInto('account')
        .values(
          ['wang', 'far'].map(username => ({
            username,
            password_hash: '',
            role: 'dispatcher' as const,
            sites: username === 'far' ? '["s2"]' : '[]',
            created_at: 0,
          })),
        )
        .execute()
      await maintenance.technicians.change('zhang', { certificates: [over] }, ADMIN)
      await add(maintenance, 'li')
      await maintenance.roster.enter([shift('li', { starts: '11:03' })], ADMIN)
      const id = await ticket()
      await maintenance.sweepAt(MONDAY)
      const told = await said(maintenance, id, 'nobodyLeft')
      expect(told.map(line => line.detail)).toEqual([
        { role: 'dispatcher', told: ['wang'], lacks: 'crew', skill: 'SK-ELV-T' },
      ])
      const again = await maintenance.restart()
      await again.sweepAt(MONDAY + 3 * MIN - 1)
      expect(await again.tickets.get(id)).toMatchObject({ status: 'new' })
      await again.sweepAt(MONDAY + 3 * MIN)
      await again.sweepAt(MONDAY + 3 * MIN)
      expect(await who(again, id)).toEqual(['li lead waiting'])
      expect((await said(again, id, 'nobodyLeft')).map(line => line.detail?.lacks)).toEqual(['crew', 'second'])
      await again.technicians.change('zhang', { certificates: [certificate] }, ADMIN)
      await again.sweepAt(MONDAY + 3 * MIN + 1)
      expect(await who(again, id)).toEqual(['li lead waiting', 'zhang second waiting'])
      expect((await again.dispatch.crew(id)).lacking).toBeUndefined()
      expect(await said(again, id, 'nobodyLeft')).toHaveLength(2)
    })

    test('goes back to who let it lapse once they have finished other work, and not before', async () => {
      const { maintenance } = await start('auto')
      await maintenance.dispatch.change('s1', { mode: 'assign', acceptMin: null, strict: false, version: 1 }, ADMIN)
      const { id: other } = await maintenance.tickets.create(
        { equipment: 'pump-1', title: 'x', kind: 'question' },
        DISPATCHER,
      )
      await moveThrough(maintenance, other, ['dispatched', 'accepted', 'onSite'])
      await maintenance.tickets.move(other, { to: 'waitingCustomer', reason: 'lunch' }, DISPATCHER)
      await maintenance.dispatch.change('s1', { mode: 'auto', acceptMin: 10, strict: false, version: 2 }, ADMIN)
      await maintenance.handle([OVERTRAVEL])
      const id = (await maintenance.tickets.list({ equipment: 'lift-1' })).items[0]?.id ?? ''
      await maintenance.sweepAt(MONDAY)
      await maintenance.sweepAt(MONDAY + 10 * MIN)
      await maintenance.sweepAt(MONDAY + HOUR)
      expect(await maintenance.tickets.get(id)).toMatchObject({ status: 'acknowledged' })
      expect((await maintenance.dispatch.crew(id)).lacking).toEqual({
        since: MONDAY + 10 * MIN,
        retryAt: MONDAY + HOUR + 5 * MIN,
      })
      await maintenance.tickets.move(other, { to: 'answered', answer: 'so' }, as('zhang'))
      await maintenance.sweepAt(MONDAY + HOUR + 1)
      expect(await who(maintenance, id)).toEqual(['zhang lead waiting'])
    })

    test('is not looked after once the desk has sent somebody, or cancelled it', async () => {
      const { maintenance, ticket } = await start('auto', { strict: true })
      const id = await ticket()
      await maintenance.sweepAt(MONDAY)
      expect((await maintenance.dispatch.crew(id)).lacking).toBeDefined()
      await add(maintenance, 'li', { skills: [] })
      await maintenance.tickets.move(id, { to: 'dispatched', technician: 'zhang', second: 'li' }, DISPATCHER)
      expect((await maintenance.dispatch.crew(id)).lacking).toBeUndefined()
      await add(maintenance, 'best', { base: 's1' })
      await maintenance.sweepAt(MONDAY + 6 * MIN)
      expect(await who(maintenance, id)).toEqual(['zhang lead waiting', 'li second waiting'])
    })
  })
}
