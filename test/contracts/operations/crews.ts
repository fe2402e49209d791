import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { DISPATCHER, labelOf, MONDAY } from '../../helpers/maintenance.ts'
import { add, as, HOUR, MIN, over, said, startCrews, who } from './startCrews.ts'

/** Crews of more than one, on every operations database. `open` gives an empty one. */
export function crewContract(kind: string, open: () => Promise<Database>): void {
  const start = startCrews(open)

  describe(`crews on ${kind}`, () => {
    test('work that asks for two gets the two best who hold the certificate, each with the reasons', async () => {
      const { maintenance, ticket } = await start('auto')
      await add(maintenance, 'an', { certificates: [over] })
      await add(maintenance, 'li', { base: 's1' })
      await add(maintenance, 'wu', { skills: ['SK-PUMP'] })
      const id = await ticket()
      await maintenance.sweepAt(MONDAY)
      expect(await maintenance.tickets.get(id)).toMatchObject({
        status: 'dispatched',
        technician: 'li',
        second: 'zhang',
      })
      const { members, needed, lacking } = await maintenance.dispatch.crew(id)
      expect([needed, lacking]).toEqual([2, undefined])
      expect(members.map(one => [one.technician, one.dueAt, one.reasons.map(r => r.code)])).toEqual([
        ['li', MONDAY + 10 * MIN, ['skill', 'certificateValid', 'free', 'atSite']],
        ['zhang', MONDAY + 10 * MIN, ['skill', 'certificateValid', 'free']],
      ])
      const { items } = await maintenance.dispatch.candidates(
        (await maintenance.tickets.create({ equipment: 'lift-2', title: 'x', skill: 'SK-ELV-T' }, DISPATCHER)).id,
      )
      expect(items.find(c => c.technician === 'zhang')?.against.map(r => r.code)).toEqual(['load'])
    })

    test('in turn, the two come who waited the longest', async () => {
      const { maintenance } = await start('roundRobin')
      for (const name of ['an', 'bo']) await add(maintenance, name)
      const given: string[] = []
      for (const [index, title] of ['a', 'b', 'c', 'd'].entries()) {
        const { id } = await maintenance.tickets.create({ equipment: 'lift-1', title, skill: 'SK-ELV-T' }, DISPATCHER)
        await maintenance.sweepAt(MONDAY + index * MIN)
        const ticket = await maintenance.tickets.get(id)
        given.push(`${ticket?.technician}+${ticket?.second}`)
      }
      expect(given).toEqual(['an+bo', 'zhang+an', 'bo+an', 'zhang+an'])
    })

    test('whoever of them does not accept is replaced, and who has accepted stays', async () => {
      const { maintenance, ticket } = await start('auto')
      for (const name of ['an', 'bo', 'li']) await add(maintenance, name)
      const id = await ticket()
      await maintenance.sweepAt(MONDAY)
      expect(await who(maintenance, id)).toEqual(['an lead waiting', 'bo second waiting'])
      await expect(maintenance.dispatch.answer(id, { answer: 'accepted' }, as('li'))).rejects.toMatchObject({
        code: 'FORBIDDEN',
      })
      await maintenance.dispatch.answer(id, { answer: 'accepted' }, as('bo'))
      await maintenance.dispatch.answer(id, { answer: 'accepted' }, as('bo'))
      await maintenance.sweepAt(MONDAY + 10 * MIN)
      expect(await who(maintenance, id)).toEqual(['li lead waiting', 'bo second accepted'])
      await maintenance.tickets.move(id, { to: 'accepted' }, as('li'))
      expect(await who(maintenance, id)).toEqual(['li lead accepted', 'bo second accepted'])
      expect(await said(maintenance, id, 'crewAccepted')).toHaveLength(1)
      await maintenance.dispatch.answer(id, { answer: 'declined', reason: 'ill' }, as('bo'))
      await maintenance.sweepAt(MONDAY + 11 * MIN)
      expect(await who(maintenance, id)).toEqual(['li lead accepted', 'zhang second waiting'])
      await maintenance.sweepAt(MONDAY + 21 * MIN)
      const crew = await maintenance.dispatch.crew(id)
      expect(crew.members.map(one => one.technician)).toEqual(['li'])
      expect(crew.askedBefore.map(one => `${one.technician} ${one.outcome}`)).toEqual([
        'an expired',
        'bo returned',
        'zhang expired',
      ])
      expect(await maintenance.tickets.get(id)).toMatchObject({ status: 'accepted', technician: 'li' })
      expect((await said(maintenance, id, 'nobodyLeft')).map(line => line.detail?.lacks)).toEqual(['second'])
    })

    test('who gives a ticket back is not the next to get it', async () => {
      const { maintenance, ticket } = await start('auto')
      await add(maintenance, 'an')
      await add(maintenance, 'li')
      const id = await ticket()
      await maintenance.sweepAt(MONDAY)
      expect(await who(maintenance, id)).toEqual(['an lead waiting', 'li second waiting'])
      await maintenance.tickets.move(id, { to: 'acknowledged', reason: 'too far' }, as('an'))
      await maintenance.sweepAt(MONDAY + MIN)
      expect(await who(maintenance, id)).toEqual(['li lead waiting', 'zhang second waiting'])
      const { items } = await maintenance.dispatch.candidates(id)
      expect(items.find(c => c.technician === 'an')?.against.map(r => r.code)).toContain('declined')
    })

    test('of those who take work for two at once, one leads and one goes along', async () => {
      const { maintenance, ticket } = await start('grab')
      const names = ['zhang', 'an', 'bo', 'li']
      for (const name of names.slice(1)) await add(maintenance, name)
      const id = await ticket()
      const { dispatch } = maintenance
      const tries = await Promise.allSettled(names.map(name => dispatch.grab(id, as(name))))
      const [lead, second] = (await dispatch.crew(id)).members
      expect([lead?.place, lead?.answer, second?.place, second?.answer]).toEqual([
        'lead',
        'accepted',
        'second',
        'accepted',
      ])
      const won = names.filter((_, i) => tries[i]?.status === 'fulfilled')
      expect(won.toSorted()).toEqual([lead?.technician, second?.technician].toSorted())
      expect(tries.flatMap(t => (t.status === 'rejected' ? [t.reason.code] : []))).toEqual([
        'TICKET_TAKEN',
        'TICKET_TAKEN',
      ])
      expect(await dispatch.pool(as('an'))).toEqual([])
      await dispatch.answer(id, { answer: 'declined' }, as(second?.technician ?? ''))
      const pool = async (name: string) => (await dispatch.pool(as(name))).map(t => t.id)
      const loser = names.find(name => !won.includes(name)) ?? ''
      expect([await pool(lead?.technician ?? ''), await pool(loser)]).toEqual([[], [id]])
      await dispatch.grab(id, as(loser))
      expect(await maintenance.tickets.get(id)).toMatchObject({ technician: lead?.technician, second: loser })
    })

    test('a place that becomes free while the other is at work is offered again, until it is repaired', async () => {
      const { maintenance, ticket } = await start('grab')
      for (const name of ['an', 'bo']) await add(maintenance, name)
      const id = await ticket()
      const { dispatch, tickets } = maintenance
      const pool = async (name: string) => (await dispatch.pool(as(name))).map(each => each.id)
      await dispatch.grab(id, as('zhang'))
      await dispatch.grab(id, as('an'))
      await tickets.move(id, { to: 'onSite', reason: 'no label' }, as('zhang'))
      expect(await pool('bo')).toEqual([])
      await dispatch.answer(id, { answer: 'declined', reason: 'ill' }, as('an'))
      expect([await pool('bo'), await pool('zhang')]).toEqual([[id], []])
      const both = await Promise.allSettled(['bo', 'an'].map(name => dispatch.grab(id, as(name))))
      expect(both.map(each => each.status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(await pool('bo')).toEqual([])
      const { technician, second } = (await tickets.get(id)) ?? {}
      expect([technician, ['bo', 'an'].includes(second ?? '')]).toEqual(['zhang', true])
      // Who leads leaves: the other leads, and the place beside is free.
      await dispatch.answer(id, { answer: 'declined', reason: 'called away' }, as('zhang'))
      expect(await tickets.get(id)).toMatchObject({ technician: second, status: 'onSite' })
      expect(await pool('zhang')).toEqual([id])
      const repair = { cause: 'wear-out', action: 'replace' }
      await tickets.move(id, { to: 'repaired', repair }, as(second ?? ''))
      expect(await pool('zhang')).toEqual([])
    })

    test('whoever of the crew acts moves the ticket, and the history names who did what', async () => {
      const { maintenance, ticket } = await start('auto')
      for (const name of ['an', 'bo']) await add(maintenance, name)
      const id = await ticket()
      await maintenance.sweepAt(MONDAY)
      expect(await who(maintenance, id)).toEqual(['an lead waiting', 'bo second waiting'])
      await expect(maintenance.tickets.move(id, { to: 'accepted' }, as('zhang'))).rejects.toMatchObject({
        code: 'FORBIDDEN',
      })
      await maintenance.tickets.move(id, { to: 'accepted' }, as('bo'))
      expect(await who(maintenance, id)).toEqual(['an lead waiting', 'bo second accepted'])
      await maintenance.dispatch.answer(id, { answer: 'accepted' }, as('an'))
      await maintenance.tickets.move(id, { to: 'enRoute' }, as('an'))
      await maintenance.tickets.move(id, { to: 'onSite', proof: await labelOf(maintenance, 'lift-1') }, as('bo'))
      await maintenance.tickets.move(id, { to: 'madeSafe' }, as('bo'))
      const over = { to: 'dispatched', technician: 'zhang', reason: 'tired' } as const
      await expect(maintenance.tickets.move(id, over, as('bo'))).rejects.toMatchObject({ code: 'FORBIDDEN' })
      await maintenance.sweepAt(MONDAY + HOUR)
      expect(await who(maintenance, id)).toEqual(['an lead accepted', 'bo second accepted'])
      const { timeline } = (await maintenance.tickets.get(id)) ?? { timeline: [] }
      expect(timeline.flatMap(line => (line.event === 'moved' ? [`${line.by} ${line.to}`] : []))).toEqual([
        'system dispatched',
        'bo accepted',
        'an enRoute',
        'bo onSite',
        'bo madeSafe',
      ])
      const mine = async (technician: string) =>
        (await maintenance.tickets.list({ technician, open: true })).items.map(one => one.id)
      expect([await mine('an'), await mine('bo'), await mine('zhang')]).toEqual([[id], [id], []])
    })

    test('who goes along gives back only their own place, and another one is looked for', async () => {
      const { maintenance, ticket } = await start('auto')
      for (const name of ['an', 'bo']) await add(maintenance, name)
      const id = await ticket()
      await maintenance.sweepAt(MONDAY)
      await maintenance.tickets.move(id, { to: 'accepted' }, as('an'))
      await maintenance.tickets.move(id, { to: 'onSite', proof: await labelOf(maintenance, 'lift-1') }, as('bo'))
      await expect(maintenance.tickets.move(id, { to: 'acknowledged' }, as('bo'))).rejects.toMatchObject({
        code: 'MOVE_NEEDS',
      })
      await maintenance.tickets.move(id, { to: 'acknowledged', reason: 'ill' }, as('bo'))
      expect(await maintenance.tickets.get(id)).toMatchObject({ status: 'onSite', technician: 'an' })
      expect(await who(maintenance, id)).toEqual(['an lead accepted'])
      expect((await said(maintenance, id, 'crewDeclined')).map(line => [line.by, line.detail])).toEqual([
        ['bo', { second: 'bo', reason: 'ill' }],
      ])
      await maintenance.sweepAt(MONDAY + MIN)
      expect(await who(maintenance, id)).toEqual(['an lead accepted', 'zhang second waiting'])
      expect(await maintenance.tickets.get(id)).toMatchObject({ status: 'onSite' })
    })

    test('the work goes on with who has begun it when the lead says no or nothing', async () => {
      const { maintenance, ticket } = await start('auto')
      for (const name of ['an', 'bo']) await add(maintenance, name)
      const id = await ticket()
      await maintenance.sweepAt(MONDAY)
      await maintenance.tickets.move(id, { to: 'enRoute' }, as('bo'))
      await maintenance.sweepAt(MONDAY + 10 * MIN)
      expect(await who(maintenance, id)).toEqual(['bo lead accepted', 'zhang second waiting'])
      expect(await maintenance.tickets.get(id)).toMatchObject({ status: 'enRoute' })
      await maintenance.tickets.move(id, { to: 'onSite', proof: await labelOf(maintenance, 'lift-1') }, as('zhang'))
      await maintenance.dispatch.answer(id, { answer: 'declined' }, as('bo'))
      await maintenance.sweepAt(MONDAY + 11 * MIN)
      expect(await who(maintenance, id)).toEqual(['zhang lead accepted'])
    })

    test('both are counted: their load, what they know, what they repaired', async () => {
      const { maintenance, ticket } = await start('assign')
      for (const name of ['an', 'bo']) await add(maintenance, name)
      const id = await ticket()
      await maintenance.tickets.move(id, { to: 'dispatched', technician: 'an', second: 'bo' }, DISPATCHER)
      const loads = async () => {
        const { technicians } = await maintenance.analytics.technicians({ from: MONDAY - HOUR, to: MONDAY + 9 * HOUR })
        return technicians.map(one => [one.technician, one.open.count, one.fixed.count, one.labourHours])
      }
      expect((await loads()).toSorted()).toEqual([
        ['an', 1, 0, 0],
        ['bo', 1, 0, 0],
      ])
      await maintenance.tickets.move(id, { to: 'accepted' }, as('an'))
      await maintenance.tickets.move(id, { to: 'onSite', proof: await labelOf(maintenance, 'lift-1') }, as('bo'))
      await maintenance.sweepAt(MONDAY + HOUR)
      const repair = { cause: 'wear-out', action: 'replace' }
      await maintenance.tickets.move(id, { to: 'repaired', repair }, as('bo'))
      expect((await loads()).toSorted()).toEqual([
        ['an', 1, 1, 1],
        ['bo', 1, 1, 1],
      ])
      const done = { technician: 'bo', is: 'fixed', when: 'repaired', from: MONDAY, to: MONDAY + 9 * HOUR } as const
      expect((await maintenance.tickets.list(done)).items.map(one => one.id)).toEqual([id])
    })

    test('a strict site sends nobody until there are two', async () => {
      const { maintenance, ticket } = await start('auto', { strict: true })
      const id = await ticket()
      await maintenance.sweepAt(MONDAY)
      expect(await maintenance.tickets.get(id)).toMatchObject({ status: 'new' })
      await add(maintenance, 'li')
      await maintenance.sweepAt(MONDAY + MIN)
      expect(await who(maintenance, id)).toEqual(['li lead waiting', 'zhang second waiting'])
    })
  })
}
