import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { DispatchMode } from '#domain/dispatch.ts'
import type { Actor } from '#domain/people.ts'
import type { NewRosterEntry } from '#domain/roster.ts'
import { ADMIN, DISPATCHER, MONDAY, moveThrough, onlyTicket, type TestMaintenance } from '../../helpers/maintenance.ts'
import { OVERTRAVEL, startWith } from './start.ts'

const MIN = 60_000
const HOUR = 60 * MIN
const as = (username: string): Actor => ({ username, role: 'technician', sites: [] })
const certificate = { kind: 'CERT-ELV-T', number: 'T-1', validFrom: '2024-01-01', validUntil: '2030-01-01' }
const over = { ...certificate, validUntil: '2026-11-22' }

const add = (maintenance: TestMaintenance, id: string, more: object = {}) =>
  maintenance.technicians.add({ id, name: id, skills: ['SK-ELV-T'], certificates: [certificate], ...more }, ADMIN)
const set = (maintenance: TestMaintenance, mode: DispatchMode, more: object = {}) =>
  maintenance.dispatch.change('s1', { mode, acceptMin: 10, strict: false, version: 0, ...more }, ADMIN)
const shift = (technician: string, more: Partial<NewRosterEntry> = {}): NewRosterEntry => ({
  technician,
  kind: 'shift',
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  fromDay: '2026-11-02',
  starts: '08:00',
  ends: '18:00',
  ...more,
})

async function who({ dispatch }: TestMaintenance, id: string): Promise<string[]> {
  const { members } = await dispatch.crew(id)
  return members.map(one => `${one.technician} ${one.place} ${one.answer}`)
}

async function said({ tickets }: TestMaintenance, id: string, event: string) {
  return ((await tickets.get(id))?.timeline ?? []).filter(line => line.event === event)
}

/** Crews of more than one, and what lacks people, on every operations database. `open` gives an empty one. */
export function crewContract(kind: string, open: () => Promise<Database>): void {
  /** Of the two who are there in the beginning, `zhang` has no certificate on file. */
  const start = async (mode: DispatchMode, more: object = {}) => {
    const { maintenance, database } = await startWith(open)()
    await maintenance.technicians.change('zhang', { certificates: [certificate] }, ADMIN)
    await set(maintenance, mode, more)
    const ticket = async () => {
      await maintenance.handle([OVERTRAVEL])
      return (await onlyTicket(maintenance)).id
    }
    return { maintenance, database, ticket }
  }

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
      await maintenance.tickets.move(id, { to: 'onSite', proof: 'lift-1' }, as('bo'))
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
      await maintenance.tickets.move(id, { to: 'onSite', proof: 'lift-1' }, as('bo'))
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
      await maintenance.tickets.move(id, { to: 'onSite', proof: 'lift-1' }, as('zhang'))
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
      await maintenance.tickets.move(id, { to: 'onSite', proof: 'lift-1' }, as('bo'))
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
