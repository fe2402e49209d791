import { describe, expect, test } from 'vitest'
import { changesSince, lastChange } from '#database/changeLog.ts'
import type { Database } from '#database/database.ts'
import type { DispatchMode } from '#domain/dispatch.ts'
import type { Actor } from '#domain/people.ts'
import type { NewRosterEntry } from '#domain/roster.ts'
import { ADMIN, DISPATCHER, MONDAY, moveThrough, onlyTicket, type TestMaintenance } from '../../helpers/maintenance.ts'
import { OVERTRAVEL, startWith } from './start.ts'

const MIN = 60_000
const HOUR = 60 * MIN
const DAY = 24 * HOUR
const as = (username: string): Actor => ({ username, role: 'technician', sites: [] })

const shift = (technician: string, more: Partial<NewRosterEntry> = {}): NewRosterEntry => ({
  technician,
  kind: 'shift',
  weekdays: [1, 2, 3, 4, 5],
  fromDay: '2026-11-02',
  starts: '08:00',
  ends: '18:00',
  ...more,
})

const add = ({ technicians }: TestMaintenance, id: string, more: object = {}) =>
  technicians.add({ id, name: id, skills: ['SK-ELV-T'], ...more }, ADMIN)
const set = ({ dispatch }: TestMaintenance, mode: DispatchMode, acceptMin: number | null = null) =>
  dispatch.change('s1', { mode, acceptMin, strict: false, version: 0 }, ADMIN)

async function liftTicket(maintenance: TestMaintenance): Promise<string> {
  await maintenance.handle([OVERTRAVEL])
  return (await onlyTicket(maintenance)).id
}

/** Roster, candidates and the modes of dispatching on every operations database. `open` gives an empty one. */
export function dispatchContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`the roster on ${kind}`, () => {
    test('tells who is on duty, over midnight and without those on leave, and when nobody is', async () => {
      const { maintenance } = await start()
      const { roster } = maintenance
      await add(maintenance, 'li')
      const weekdays = [1, 2, 3, 4, 5, 6, 7]
      const night = { kind: 'onCall' as const, starts: '20:00', ends: '08:00', weekdays }
      const leave = {
        kind: 'leave',
        fromDay: '2026-11-24',
        untilDay: '2026-11-24',
        starts: '00:00',
        ends: '00:00',
      } as const
      const made = await roster.enter(
        [shift('zhang'), shift('li', { ...night, site: 's1' }), shift('zhang', leave)],
        ADMIN,
      )
      const who = async (at: number) =>
        (await roster.onDuty({ site: 's1', at, skill: 'SK-ELV-T' })).map(d => `${d.technician} ${d.kind}`)
      expect(await who(MONDAY)).toEqual(['zhang shift'])
      expect(await who(MONDAY + 7 * HOUR)).toEqual([])
      expect(await who(MONDAY + 14 * HOUR)).toEqual(['li onCall'])
      expect(await who(MONDAY + DAY)).toEqual([])
      expect(await roster.onDuty({ site: 's1', at: MONDAY, skill: 'SK-PUMP' })).toEqual([])
      const { from, gaps } = await roster.week({ site: 's1', from: '2026-11-23', days: 2 })
      expect(from).toBe(MONDAY - 11 * HOUR)
      expect(gaps.filter(gap => gap.skill === 'SK-ELV-T')).toEqual([
        { skill: 'SK-ELV-T', from: MONDAY + 7 * HOUR, to: MONDAY + 9 * HOUR },
        { skill: 'SK-ELV-T', from: MONDAY + 21 * HOUR, to: MONDAY + 33 * HOUR },
      ])
      await roster.remove(made[2]?.id ?? '', ADMIN)
      expect(await who(MONDAY + DAY)).toEqual(['zhang shift'])
      await expect(roster.remove('r-99', ADMIN)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    })

    test('a leave counts wherever it was entered, and who lacks a skill closes no gap of it', async () => {
      const { maintenance } = await start()
      const { roster, registry } = maintenance
      await registry.addSite({ id: 's9', name: 'Elsewhere', timezone: 'Asia/Shanghai' })
      await add(maintenance, 'pan', { skills: ['SK-PUMP'] })
      const day = { fromDay: '2026-11-23', untilDay: '2026-11-23', starts: '00:00', ends: '00:00' }
      await roster.enter([shift('zhang'), shift('pan'), shift('zhang', { ...day, kind: 'leave', site: 's9' })], ADMIN)
      expect((await roster.onDuty({ site: 's1', at: MONDAY })).map(duty => duty.technician)).toEqual(['pan'])
      const { gaps } = await roster.week({ site: 's1', from: '2026-11-23', days: 2 })
      const [eight, eighteen] = [MONDAY - 3 * HOUR, MONDAY + 7 * HOUR]
      expect(gaps.filter(gap => gap.skill === 'SK-ELV-T').map(({ from, to }) => [from, to])).toEqual([
        [eight - 8 * HOUR, eight + DAY],
        [eighteen + DAY, eight + DAY + 16 * HOUR],
      ])
    })

    test('an import with one bad line enters nothing and names the line', async () => {
      const { database, maintenance } = await start()
      for (const [bad, code] of [
        [shift('nobody'), 'UNKNOWN_TECHNICIAN'],
        [shift('zhang', { site: 's9' }), 'UNKNOWN_SITE'],
        [shift('zhang', { skill: 'SK-X' }), 'UNKNOWN_SKILL'],
        [shift('zhang', { fromDay: '2026-02-30' }), 'BAD_REQUEST'],
        [shift('zhang', { untilDay: '2026-11-01' }), 'BAD_REQUEST'],
      ] as const)
        await expect(maintenance.roster.enter([shift('zhang'), bad], ADMIN)).rejects.toMatchObject({
          code,
          details: { line: 2 },
        })
      expect(await database.db.selectFrom('roster_entry').selectAll().execute()).toEqual([])
    })
  })

  describe(`candidates on ${kind}`, () => {
    test('are ranked by skill, certificate, duty, load, place and what they know, each with its reasons', async () => {
      const { maintenance } = await start()
      const { dispatch, technicians, roster } = maintenance
      const certificate = { kind: 'CERT-ELV-T', number: 'T-1', validFrom: '2024-01-01', validUntil: '2030-01-01' }
      await technicians.change('zhang', { certificates: [certificate] }, ADMIN)
      await add(maintenance, 'ended', { certificates: [{ ...certificate, validUntil: '2026-11-22' }] })
      await maintenance.registry.addSite({ id: 's2', name: 'Site two', timezone: 'Asia/Shanghai' })
      await add(maintenance, 'home', { base: 's1' })
      await add(maintenance, 'far', { base: 's2' })
      await add(maintenance, 'helper', { skills: [] })
      await add(maintenance, 'elsewhere', { sites: ['s2'] })
      await roster.enter([shift('home'), shift('far', { weekdays: [7] })], ADMIN)
      const place = { mode: 'assign', acceptMin: null, strict: false, version: 0 } as const
      await dispatch.change('s1', { ...place, latitude: 31.23, longitude: 121.47 }, ADMIN)
      await dispatch.change('s2', { ...place, latitude: 31.3, longitude: 121.5 }, ADMIN)
      const id = await liftTicket(maintenance)
      const { items, crew, skill } = await dispatch.candidates(id)
      expect([crew, skill]).toEqual([2, 'SK-ELV-T'])
      const told = items.map(c => [c.technician, c.blocked, [...c.reasons, ...c.against].map(r => r.code)])
      expect(told).toEqual([
        ['home', false, ['skill', 'onShift', 'free', 'atSite', 'certificateMissing']],
        ['zhang', false, ['skill', 'certificateValid', 'free']],
        ['far', false, ['skill', 'free', 'certificateMissing', 'offDuty', 'distance']],
        ['helper', false, ['free', 'noSkill', 'certificateMissing']],
        ['ended', true, ['skill', 'free', 'certificateExpired']],
      ])
      for (const reason of items.flatMap(c => [...c.reasons, ...c.against])) {
        expect(reason.zh).toMatch(/[一-鿿]/)
        expect(`${reason.en}${reason.zh}`).not.toMatch(/[{}]/)
      }
      expect(items[2]?.against.at(-1)?.en).toBe('8.3 km away')
    })

    test('what only waits for the return visit is no load of who repaired it', async () => {
      const { maintenance } = await start()
      const loadOf = async (technician: string) => {
        const { items } = await maintenance.dispatch.candidates(asked)
        const { reasons = [], against = [] } = items.find(one => one.technician === technician) ?? {}
        return [...reasons, ...against].find(({ code }) => code === 'load' || code === 'free')?.en
      }
      const asked = await liftTicket(maintenance)
      const { id } = await maintenance.tickets.create({ equipment: 'pump-1', title: 'drips' }, DISPATCHER)
      await maintenance.tickets.move(id, { to: 'dispatched', technician: 'zhang' }, DISPATCHER)
      await moveThrough(maintenance, id, ['onSite', 'repaired', 'verified'])
      expect(await loadOf('zhang')).toMatch(/1/)
      await moveThrough(maintenance, id, ['handedOver'])
      expect(await loadOf('zhang')).not.toMatch(/1/)
      await moveThrough(maintenance, id, ['surveyed', 'reopened'])
      expect(await loadOf('zhang')).toMatch(/1/)
    })

    test('who has repaired the equipment before comes first among equals, and is proposed for the next fault', async () => {
      const { maintenance } = await start()
      await add(maintenance, 'li')
      const { id } = await maintenance.tickets.create({ equipment: 'lift-1', title: 'squeaks' }, DISPATCHER)
      await maintenance.tickets.move(id, { to: 'dispatched', technician: 'li' }, DISPATCHER)
      await moveThrough(maintenance, id, ['onSite', 'repaired', 'verified', 'handedOver', 'followedUp', 'closed'])
      const ticket = await maintenance.tickets.get(await liftTicket(maintenance))
      expect(ticket).toMatchObject({ technician: 'li', technicianProposed: true })
    })
  })

  describe(`modes of dispatching on ${kind}`, () => {
    test('of technicians who take a ticket at once exactly one gets it', async () => {
      const { maintenance } = await start()
      await set(maintenance, 'grab')
      await maintenance.technicians.change('zhang', { skills: ['SK-HAND'] }, ADMIN)
      const names = ['zhang', 'an', 'bo', 'li']
      for (const name of names.slice(1)) await add(maintenance, name, { skills: ['SK-HAND'] })
      await add(maintenance, 'helper', { skills: [] })
      const input = { equipment: 'lift-1', title: 'squeaks', skill: 'SK-HAND' }
      const { id } = await maintenance.tickets.create(input, DISPATCHER)
      const { dispatch } = maintenance
      expect((await dispatch.pool(as('an'))).map(t => t.id)).toEqual([id])
      expect(await dispatch.pool(as('helper'))).toEqual([])
      await expect(dispatch.grab(id, as('helper'))).rejects.toMatchObject({ code: 'FORBIDDEN' })
      const tries = await Promise.allSettled(names.map(name => dispatch.grab(id, as(name))))
      const winners = names.filter((_, i) => tries[i]?.status === 'fulfilled')
      expect(winners).toHaveLength(1)
      expect(tries.flatMap(t => (t.status === 'rejected' ? [t.reason.code] : []))).toEqual(
        Array(3).fill('TICKET_TAKEN'),
      )
      const ticket = await maintenance.tickets.get(id)
      expect(ticket).toMatchObject({ status: 'accepted', technician: winners[0], technicianProposed: false })
      expect(ticket?.timeline.filter(e => e.to === 'accepted')).toHaveLength(1)
      expect(await dispatch.pool(as('an'))).toEqual([])
    })

    test('where the desk decides nothing can be taken, and settings are not overwritten unseen', async () => {
      const { maintenance } = await start()
      const id = await liftTicket(maintenance)
      await expect(maintenance.dispatch.grab(id, as('zhang'))).rejects.toMatchObject({ code: 'FORBIDDEN' })
      await set(maintenance, 'grab')
      await expect(set(maintenance, 'auto')).rejects.toMatchObject({ code: 'STALE_VERSION', details: { version: 1 } })
    })

    test('what is not accepted in time goes to the next one, and to the desk when nobody is left, each once', async () => {
      const { maintenance } = await start()
      await set(maintenance, 'assign', 10)
      await add(maintenance, 'li')
      const id = await liftTicket(maintenance)
      await maintenance.tickets.move(id, { to: 'dispatched', technician: 'zhang' }, DISPATCHER)
      await maintenance.sweepAt(MONDAY + 10 * MIN - 1)
      expect(await maintenance.tickets.get(id)).toMatchObject({ technician: 'zhang' })
      await maintenance.sweepAt(MONDAY + 10 * MIN)
      await maintenance.sweepAt(MONDAY + 10 * MIN)
      expect(await maintenance.tickets.get(id)).toMatchObject({ status: 'dispatched', technician: 'li' })
      const again = await maintenance.restart()
      await again.sweepAt(MONDAY + 20 * MIN)
      await again.sweepAt(MONDAY + 40 * MIN)
      const ticket = await again.tickets.get(id)
      expect(ticket?.status).toBe('acknowledged')
      const lines = ticket?.timeline.filter(e => ['transferred', 'returned', 'nobodyLeft'].includes(e.event))
      expect(lines?.map(e => [e.event, e.by, e.detail?.lacks])).toEqual([
        ['transferred', 'system', undefined],
        ['nobodyLeft', 'system', 'second'],
        ['returned', 'system', undefined],
        ['nobodyLeft', 'system', 'crew'],
      ])
      const { items } = await again.dispatch.candidates(id)
      expect(items.map(c => c.against.some(r => r.code === 'letLapse'))).toEqual([true, true])
    })

    test('who has accepted in time keeps the ticket', async () => {
      const { maintenance } = await start()
      await set(maintenance, 'assign', 10)
      await add(maintenance, 'li')
      const id = await liftTicket(maintenance)
      await maintenance.tickets.move(id, { to: 'dispatched', technician: 'zhang' }, DISPATCHER)
      await maintenance.tickets.move(id, { to: 'accepted' }, as('zhang'))
      await maintenance.sweepAt(MONDAY + HOUR)
      expect(await maintenance.tickets.get(id)).toMatchObject({ status: 'accepted', technician: 'zhang' })
    })

    test('in turn, tickets go to each of those on duty', async () => {
      const { maintenance } = await start()
      await set(maintenance, 'roundRobin')
      for (const name of ['an', 'bo', 'cy', 'off']) await add(maintenance, name, { skills: ['SK-HAND'] })
      await maintenance.roster.enter([shift('off', { weekdays: [7] })], ADMIN)
      const given: (string | undefined)[] = []
      for (const [index, title] of ['a', 'b', 'c', 'd'].entries()) {
        const input = { equipment: 'lift-1', title, skill: 'SK-HAND' }
        const { id } = await maintenance.tickets.create(input, DISPATCHER)
        await maintenance.sweepAt(MONDAY + index * MIN)
        given.push((await maintenance.tickets.get(id))?.technician)
      }
      expect(given).toEqual(['an', 'bo', 'cy', 'an'])
    })

    test.each(['roundRobin', 'auto'] as const)(
      'a repair that did not hold goes back to who did it, unless they cannot be asked (%s)',
      async mode => {
        const { maintenance } = await start()
        const { tickets, technicians } = maintenance
        await set(maintenance, mode)
        await technicians.change('zhang', { active: false }, ADMIN)
        for (const name of ['an', 'bo', 'cy']) await add(maintenance, name, { skills: ['SK-HAND'] })
        const given = async (id: string) => {
          await maintenance.sweepAt(maintenance.clock.now() + MIN)
          return (await tickets.get(id))?.technician
        }
        const { id } = await tickets.create({ equipment: 'lift-1', title: 'a', skill: 'SK-HAND' }, DISPATCHER)
        expect(await given(id)).toBe('an')
        await moveThrough(maintenance, id, ['accepted', 'onSite', 'repaired'])
        for (const title of ['b', 'c']) {
          const other = await tickets.create(
            { equipment: 'pump-1', title, skill: 'SK-HAND', technician: 'an' },
            DISPATCHER,
          )
          await tickets.move(other.id, { to: 'dispatched', technician: 'an' }, DISPATCHER)
        }
        await moveThrough(maintenance, id, ['reopened'])
        expect(await given(id)).toBe('an')
        await moveThrough(maintenance, id, ['accepted', 'onSite', 'repaired', 'reopened'])
        await technicians.change('an', { active: false }, ADMIN)
        expect(await given(id)).toBe('bo')
      },
    )

    test('by itself the best is sent; the desk is told once when nobody can be', async () => {
      const { database, maintenance } = await start()
      await set(maintenance, 'auto')
      const id = await liftTicket(maintenance)
      await maintenance.sweepAt(MONDAY)
      expect(await maintenance.tickets.get(id)).toMatchObject({ status: 'dispatched', technician: 'zhang' })
      const { id: other } = await maintenance.tickets.create(
        { equipment: 'pump-1', title: 'x', skill: 'SK-PUMP' },
        DISPATCHER,
      )
      const before = await lastChange(database.db)
      await maintenance.sweepAt(MONDAY + MIN)
      expect(await changesSince(database.db, before, 10, 'tickets')).toMatchObject([{ item: other }])
      await maintenance.sweepAt(MONDAY + HOUR)
      const events = (await maintenance.tickets.get(other))?.timeline.map(e => e.event) ?? []
      expect(events.filter(event => event === 'nobodyLeft')).toHaveLength(1)
    })

    test('whom a site names for urgent cases stands on its open tickets, as they are triaged and whoever it is now (R4)', async () => {
      const { maintenance, database } = await start()
      const settings = { mode: 'assign', acceptMin: null, strict: false } as const
      const [wang, li, zhao] = [{ name: '王经理', phone: '13800000000' }, { name: '李主管' }, { name: '赵经理' }]
      await maintenance.dispatch.change(
        's1',
        { ...settings, responsible: { major: wang, general: li }, version: 0 },
        ADMIN,
      )
      const danger = await liftTicket(maintenance)
      const { id, priority } = await maintenance.tickets.create({ equipment: 'pump-1', title: 'x' }, DISPATCHER)
      const responsible = async (ticket: string) => (await maintenance.tickets.get(ticket))?.responsible
      expect(await responsible(danger)).toEqual({ ...wang, case: 'major' })
      expect([priority, await responsible(id)]).toEqual(['P2', { ...li, case: 'general' }])
      await maintenance.tickets.move(id, { to: 'acknowledged', triage: { severity: 'major' } }, DISPATCHER)
      expect(await responsible(id)).toEqual({ ...wang, case: 'major' })
      const before = await lastChange(database.db)
      await maintenance.dispatch.change('s1', { ...settings, responsible: { major: zhao }, version: 1 }, ADMIN)
      const now = { ...zhao, case: 'major' }
      expect([await responsible(danger), await responsible(id)]).toEqual([now, now])
      const told = await changesSince(database.db, before, 10, 'tickets')
      expect(told?.map(({ item }) => item).sort()).toEqual([danger, id].sort())
      await moveThrough(maintenance, id, ['cancelled'])
      await maintenance.dispatch.change(
        's1',
        { ...settings, responsible: { general: li, major: wang }, version: 2 },
        ADMIN,
      )
      expect([await responsible(danger), await responsible(id)]).toEqual([{ ...wang, case: 'major' }, undefined])
    })
  })
}
