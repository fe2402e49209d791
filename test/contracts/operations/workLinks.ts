import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { ADMIN, DISPATCHER, labelOf, MONDAY, moveThrough, onlyTicket } from '../../helpers/maintenance.ts'
import { OVERTRAVEL, startWith } from './start.ts'

const HOUR = 3_600_000

/** Links for contractors on every operations database. `open` gives an empty one. */
export function workLinksContract(kind: string, open: () => Promise<Database>): void {
  const startLinked = async (opens = open) => {
    const { database, maintenance } = await startWith(opens)()
    await maintenance.technicians.change('zhang', { company: '快修电梯公司' }, ADMIN)
    await maintenance.handle([OVERTRAVEL])
    const { id } = await onlyTicket(maintenance)
    await maintenance.tickets.move(id, { to: 'dispatched', technician: 'zhang' }, DISPATCHER)
    const link = await maintenance.workLinks.issue(id, {}, DISPATCHER)
    return { database, maintenance, id, link, token: link.token as string }
  }

  describe(`links for contractors on ${kind}`, () => {
    test('take a ticket through a technician’s moves, and no further', async () => {
      const { database, maintenance, id, token } = await startLinked()
      const { workLinks } = maintenance
      const stored = JSON.stringify(await database.db.selectFrom('work_link').selectAll().execute())
      expect(stored).not.toContain(token)
      expect(await workLinks.work(token)).toMatchObject({
        ticket: id,
        status: 'dispatched',
        technician: 'zhang',
        expiresAt: MONDAY + 72 * HOUR,
        moves: ['accepted', 'enRoute', 'onSite'],
      })
      await workLinks.move(token, { to: 'accepted' })
      await workLinks.move(token, { to: 'enRoute' })
      await expect(workLinks.move(token, { to: 'onSite' })).rejects.toMatchObject({ code: 'MOVE_NEEDS' })
      await workLinks.move(token, { to: 'onSite', proof: await labelOf(maintenance, 'lift-1') })
      const late = await workLinks.move(token, { to: 'repaired', version: 1 }).catch(error => error)
      expect(late).toMatchObject({ code: 'STALE_VERSION', details: { since: expect.arrayContaining([]) } })
      expect(late.details.since.at(-1)).toEqual({
        at: MONDAY,
        by: 'zhang',
        event: 'moved',
        from: 'enRoute',
        to: 'onSite',
      })
      const repair = { cause: 'wear-out', action: 'replace' }
      expect(await workLinks.move(token, { to: 'repaired', repair })).toMatchObject({ status: 'repaired', moves: [] })
      const { timeline } = (await maintenance.tickets.get(id)) ?? { timeline: [] }
      expect(timeline.filter(e => e.by === 'zhang').map(e => e.to)).toEqual([
        'accepted',
        'enRoute',
        'onSite',
        'repaired',
      ])
      expect(JSON.stringify(timeline)).not.toContain(token)
    })

    test('tell and ask for the owner’s consent above the limit of the service levels, as the service does', async () => {
      const { maintenance } = await startWith(open)()
      const { tickets, workLinks, serviceLevels } = maintenance
      const [first] = serviceLevels.policies()
      const limited = { ...(first as NonNullable<typeof first>).policy, consentAboveCny: 900 }
      await serviceLevels.addPolicy({ policy: limited }, ADMIN)
      const { id } = await tickets.create({ equipment: 'pump-1', title: 'x' }, DISPATCHER)
      await moveThrough(maintenance, id, ['acknowledged', 'dispatched', 'onSite'])
      const { token = '' } = await workLinks.issue(id, {}, DISPATCHER)
      const plan = { failureMode: 'BRD', mechanism: 'wear', cause: 'wear-out', plan: 'a new seal' }
      const diagnosed = (estimatedCost: number) =>
        tickets.move(id, { to: 'diagnosed', diagnosis: { ...plan, estimatedCost } }, DISPATCHER)
      const wait = () => tickets.move(id, { to: 'waitingPart', reason: 'a seal' }, DISPATCHER)
      const repaired = () => workLinks.move(token, { to: 'repaired', repair: { cause: 'wear-out', action: 'replace' } })
      const unsigned = { code: 'MOVE_NEEDS', details: { missing: ['consent'] } }

      expect((await diagnosed(900.01)).consentAboveCny).toBe(900)
      expect((await workLinks.work(token)).consent).toEqual({ cost: 900.01, aboveCny: 900 })
      await expect(wait()).rejects.toMatchObject(unsigned)
      await expect(repaired()).rejects.toMatchObject(unsigned)
      await tickets.sign(id, { purpose: 'consent', name: '李业主', party: 'owner' }, DISPATCHER)
      expect(await workLinks.work(token)).not.toHaveProperty('consent')
      await wait()
      maintenance.clock.set(MONDAY + 1)
      await diagnosed(900)
      expect(await workLinks.work(token)).not.toHaveProperty('consent')
      expect(await repaired()).toMatchObject({ status: 'repaired' })
    })

    test('end with the work of who holds them, who is sent nowhere any more, by whatever way', async () => {
      const { maintenance, id, token } = await startLinked()
      const { workLinks, tickets, technicians } = maintenance
      const { technician = '' } = (await tickets.get(id)) ?? {}
      await technicians.change(technician, { active: false }, ADMIN)
      await expect(workLinks.work(token)).rejects.toMatchObject({ code: 'LINK_EXPIRED' })
      await expect(workLinks.photosOf(token)).rejects.toMatchObject({ code: 'LINK_EXPIRED' })
      await expect(workLinks.move(token, { to: 'accepted' })).rejects.toMatchObject({ code: 'LINK_EXPIRED' })
      const own = { username: technician, role: 'technician', sites: [] } as const
      for (const [to, actor] of [
        ['accepted', own],
        ['enRoute', own],
        ['onSite', DISPATCHER],
      ] as const)
        await expect(tickets.move(id, { to, reason: 'x' }, actor)).rejects.toMatchObject({
          ...{ code: 'UNKNOWN_TECHNICIAN', details: { technician } },
        })
      await technicians.change(technician, { active: true }, ADMIN)
      expect((await workLinks.move(token, { to: 'accepted' })).status).toBe('accepted')
    })

    test('hold for their time, until they are taken back or replaced, and only while the ticket is theirs', async () => {
      const { maintenance, id, link, token } = await startLinked()
      const { workLinks, tickets, technicians, clock } = maintenance
      const refused = (given: string, code: string) =>
        Promise.all([
          expect(workLinks.work(given)).rejects.toMatchObject({ code }),
          expect(workLinks.move(given, { to: 'accepted' })).rejects.toMatchObject({ code }),
        ])
      await refused('x'.repeat(32), 'LINK_UNKNOWN')
      const second = await workLinks.issue(id, { hours: 1 }, DISPATCHER)
      await refused(token, 'LINK_EXPIRED')
      clock.set(MONDAY + HOUR)
      await refused(second.token ?? '', 'LINK_EXPIRED')
      const third = await workLinks.issue(id, {}, DISPATCHER)
      await workLinks.revoke(id, third.id, DISPATCHER)
      await refused(third.token ?? '', 'LINK_EXPIRED')
      await expect(workLinks.revoke(id, link.id, DISPATCHER)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      const fourth = await workLinks.issue(id, {}, DISPATCHER)
      await technicians.add({ id: 'li', name: '李师傅', skills: ['SK-ELV-T'] }, ADMIN)
      await tickets.move(id, { to: 'dispatched', technician: 'li', reason: 'nearer' }, DISPATCHER)
      await refused(fourth.token ?? '', 'LINK_EXPIRED')
      expect(await tickets.get(id)).toMatchObject({ status: 'dispatched', technician: 'li' })
      expect((await workLinks.list(id)).map(l => [l.id, l.token])).toHaveLength(4)
      const foreign = { ...DISPATCHER, sites: ['s2'] }
      await expect(workLinks.revoke(id, fourth.id, foreign)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await expect(workLinks.issue(id, {}, foreign)).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
    })

    test('each of a crew has a link of their own, which ends when they leave', async () => {
      const { maintenance, id, token } = await startLinked()
      const { workLinks, tickets, technicians } = maintenance
      for (const name of ['li', 'wu']) await technicians.add({ id: name, name, skills: ['SK-ELV-T'] }, ADMIN)
      await expect(workLinks.issue(id, { technician: 'li' }, DISPATCHER)).rejects.toMatchObject({
        code: 'UNKNOWN_TECHNICIAN',
      })
      const pair = { to: 'dispatched', technician: 'wu', second: 'zhang', reason: 'two are needed' } as const
      await tickets.move(id, pair, DISPATCHER)
      await tickets.move(id, { ...pair, technician: 'zhang', second: 'li' }, DISPATCHER)
      const { token: along = '' } = await workLinks.issue(id, { technician: 'li' }, DISPATCHER)
      expect(await workLinks.work(along)).toMatchObject({
        technician: 'li',
        second: 'zhang',
        moves: ['accepted', 'enRoute', 'onSite'],
      })
      await workLinks.move(along, { to: 'enRoute' })
      await workLinks.move(token, { to: 'onSite', proof: await labelOf(maintenance, 'lift-1') })
      const { timeline } = (await tickets.get(id)) ?? { timeline: [] }
      expect(timeline.slice(-2).map(line => `${line.by} ${line.to}`)).toEqual(['li enRoute', 'zhang onSite'])
      const li = { username: 'li', role: 'technician', sites: [] } as const
      await tickets.move(id, { to: 'acknowledged', reason: 'ill' }, { ...li, sites: [] })
      await expect(workLinks.work(along)).rejects.toMatchObject({ code: 'LINK_EXPIRED' })
      expect(await workLinks.work(token)).toMatchObject({ technician: 'zhang', status: 'onSite' })
    })

    test('what is under way when the link is taken back changes nothing any more', async () => {
      const held: PromiseWithResolvers<void>[] = []
      const slow = async () => {
        const database = await open()
        const write: Database['write'] = async work => {
          const [arrived, released] = held.splice(0)
          arrived?.resolve()
          await released?.promise
          return await database.write(work)
        }
        return { ...database, write }
      }
      const { maintenance, id, link, token } = await startLinked(slow)
      const [arrived, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      held.push(arrived, released)
      const moving = maintenance.workLinks.move(token, { to: 'accepted' })
      await arrived.promise
      await maintenance.workLinks.revoke(id, link.id, DISPATCHER)
      released.resolve()
      await expect(moving).rejects.toMatchObject({ code: 'LINK_EXPIRED' })
      expect(await maintenance.tickets.get(id)).toMatchObject({ status: 'dispatched' })
    })

    test('an expired certificate stops the acceptance there too', async () => {
      const { maintenance, token } = await startLinked()
      const ended = { kind: 'CERT-ELV-T', number: 'T-1', validFrom: '2020-01-01', validUntil: '2026-11-22' }
      await maintenance.technicians.change('zhang', { certificates: [ended] }, ADMIN)
      await expect(maintenance.workLinks.move(token, { to: 'accepted' })).rejects.toMatchObject({
        code: 'CERTIFICATE_EXPIRED',
        details: { number: 'T-1' },
      })
    })
  })
}
