import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { ServicePolicy } from '#domain/servicePolicy.ts'
import type { Ticket } from '#domain/tickets.ts'
import { account, clockOf, onSite } from '../../helpers/clocks.ts'
import { ADMIN, DISPATCHER, MONDAY, moveThrough, onlyTicket, transition } from '../../helpers/maintenance.ts'
import { OVERTRAVEL, startWith } from './start.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const _ZHANG = { username: 'zhang', role: 'technician', sites: [] } as const
const _GRANTED = { reason: 'powerOffWindow', evidence: 'notice of the grid, 2026-112' }

const escalations = (ticket: Ticket) =>
  ticket.timeline.filter(e => e.event === 'escalated').map(e => `${e.detail?.clock} ${e.detail?.level}`)
/** Clocks, on every operations database. `open` gives an empty one. */
export function ticketClocksContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`clocks on ${kind}`, () => {
    test('what a clock promises, from when, by which version and calendar: its account says so', async () => {
      const { maintenance } = await start()
      const { id, policy } = await onSite(maintenance)
      expect(policy).toBe(1)
      const resolve = await account(maintenance, id, 'resolve')
      expect(resolve).toMatchObject({ startedAt: MONDAY, dueAt: MONDAY + 3 * DAY, span: { workingDays: 3 } })
      expect(resolve.lines).toEqual([
        {
          at: MONDAY,
          event: 'started',
          by: 'system',
          detail: { dueAt: MONDAY + 3 * DAY, span: { workingDays: 3 }, policy: 1, timezone: 'Asia/Shanghai' },
        },
      ])
      const arrive = await account(maintenance, id, 'arrive')
      expect(arrive.lines.map(l => [l.event, l.by, l.detail?.why])).toEqual([
        ['started', 'system', undefined],
        ['stopped', 'wang', 'onSite'],
      ])
    })

    test('each step of an escalation is told once, in the order of the levels, after a standstill and restarts too', async () => {
      const { database, maintenance } = await start()
      await maintenance.handle([OVERTRAVEL])
      maintenance.clock.set(MONDAY + 15 * MINUTE)
      let running = await maintenance.restart()
      expect(escalations(await onlyTicket(running))).toEqual([
        'acknowledge 1',
        'acknowledge 2',
        'acknowledge 3',
        'arrive 1',
      ])
      running.clock.set(MONDAY + 61 * MINUTE)
      running = await (await running.restart()).restart()
      const ticket = await onlyTicket(running)
      expect(escalations(ticket).slice(4)).toEqual(['makeSafe 1', 'arrive 2', 'makeSafe 2', 'arrive 3'])
      const told = ticket.timeline.find(e => e.event === 'escalated' && e.detail?.clock === 'arrive')
      expect(told).toMatchObject({
        by: 'system',
        detail: { level: 1, role: 'dispatcher', dueAt: MONDAY + 15 * MINUTE },
      })
      await moveThrough(running, 't-1', ['dispatched', 'onSite'])
      const waiting = await database.db.selectFrom('escalation').select('kind').where('fired_at', 'is', null).execute()
      expect([...new Set(waiting.map(r => r.kind))].sort()).toEqual(['makeSafe', 'resolve'])
    })

    test('a promise that will be missed is told to the reporter with its reason, or the ticket does not go on', async () => {
      const { maintenance } = await start()
      const { id } = await onSite(maintenance)
      const wait = (more: object) =>
        maintenance.tickets.move(id, { to: 'waitingPart', reason: 'roller', ...more }, DISPATCHER)
      const untold = { code: 'MOVE_NEEDS', details: { missing: ['delay'] } }
      await expect(wait({ expectedAt: MONDAY + 4 * DAY })).rejects.toMatchObject(untold)
      expect((await wait({ expectedAt: MONDAY + 2 * DAY })).delay).toBeUndefined()
      maintenance.clock.set(MONDAY + 5 * DAY)
      const repair = { to: 'repaired', repair: { cause: 'wear-out', action: 'replace' } } as const
      await expect(maintenance.tickets.move(id, repair, DISPATCHER)).rejects.toMatchObject(untold)
      const done = await maintenance.tickets.move(id, { ...repair, delay: 'the part came late' }, DISPATCHER)
      expect(done.delay).toEqual({ reason: 'the part came late', toldAt: MONDAY + 5 * DAY })
    })

    test('a ticket keeps the service levels it was opened under; the next one has those in force then', async () => {
      const { maintenance } = await start()
      const old = await onSite(maintenance)
      const { policy } = maintenance.serviceLevels.policies()[0] as { policy: ServicePolicy }
      const stricter = { ...policy, priorities: policy.priorities.map(p => ({ ...p, resolve: { elapsedMin: 60 } })) }
      const add = (inForceAt: number, given: ServicePolicy = stricter) =>
        maintenance.serviceLevels.addPolicy({ policy: given, inForceAt }, ADMIN)
      await expect(add(MONDAY - 1)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      const twice = { ...policy, priorities: policy.priorities.map(p => ({ ...p, code: 'P1' as const })) }
      await expect(add(MONDAY, twice)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      expect(await add(MONDAY + DAY)).toMatchObject({ version: 2, createdBy: 'admin' })
      const fromFirst = { policy: stricter, version: 1, inForceAt: MONDAY + DAY }
      await expect(maintenance.serviceLevels.addPolicy(fromFirst, ADMIN)).rejects.toMatchObject({
        code: 'STALE_VERSION',
        details: { version: 2 },
      })
      await expect(maintenance.serviceLevels.addPolicy({ policy: stricter }, ADMIN)).rejects.toMatchObject({
        details: { problems: [{ path: '/inForceAt', problem: 'beforeLatest' }] },
      })
      const before = await maintenance.tickets.create({ equipment: 'feeder-1', title: 'x' }, DISPATCHER)
      expect(before.policy).toBe(1)
      maintenance.clock.set(MONDAY + DAY)
      const again = await maintenance.restart()
      const next = await again.tickets.create({ equipment: 'feeder-1', title: 'x' }, DISPATCHER)
      expect(next.policy).toBe(2)
      expect(clockOf(next, 'resolve')?.dueAt).toBe(MONDAY + DAY + HOUR)
      expect(clockOf((await again.tickets.get(old.id)) as Ticket, 'resolve')?.dueAt).toBe(MONDAY + 3 * DAY)
    })

    test('a policy cannot lower danger to life because few people are there, nor escalate in the wrong order', async () => {
      const { maintenance } = await start()
      const { policy } = maintenance.serviceLevels.policies()[0] as { policy: ServicePolicy }
      const danger = policy.matrix.findIndex(row => row.severity === 'major' && row.lifeSafety)
      const matrix = policy.matrix.map((row, i) => (i === danger ? { ...row, low: 'P3' as const } : row))
      const [first, ...others] = policy.escalation
      const steps = first?.steps.map((step, i) => (i === 1 ? { ...step, share: 0.1 } : step)) ?? []
      const escalation = first ? [{ ...first, steps }, ...others] : []
      await expect(
        maintenance.serviceLevels.addPolicy({ policy: { ...policy, matrix, escalation } }, ADMIN),
      ).rejects.toMatchObject({
        code: 'BAD_REQUEST',
        details: {
          problems: [
            { path: `/policy/matrix/${danger}/low`, problem: 'dangerLowered' },
            { path: '/policy/escalation/0/steps/1/share', problem: 'notAfterTheOneBefore' },
          ],
        },
      })
      expect(maintenance.serviceLevels.policies()).toHaveLength(1)
    })

    test('a more urgent triage counts from the first report on; a less urgent one needs a reason', async () => {
      const { maintenance } = await start()
      const { id } = await maintenance.tickets.create(
        { equipment: 'pump-1', title: 'x', severity: 'general' },
        DISPATCHER,
      )
      maintenance.clock.set(MONDAY + 10 * MINUTE)
      const triage = (more: object) => maintenance.tickets.move(id, { to: 'acknowledged', ...more }, DISPATCHER)
      await expect(triage({ triage: { severity: 'predictive' } })).rejects.toMatchObject({
        code: 'MOVE_NEEDS',
        details: { missing: ['reason'] },
      })
      const urgent = await triage({ triage: { severity: 'major', lifeSafety: true } })
      expect(urgent).toMatchObject({ priority: 'P0', severity: 'major', lifeSafety: true })
      expect(clockOf(urgent, 'arrive')?.dueAt).toBe(MONDAY + 30 * MINUTE)
      expect(clockOf(urgent, 'makeSafe')?.dueAt).toBe(MONDAY + 60 * MINUTE)
      expect(clockOf(urgent, 'resolve')?.dueAt).toBe(MONDAY + DAY)
      const { lines } = await account(maintenance, id, 'resolve')
      expect(lines.at(-1)).toMatchObject({ event: 'recalculated', by: 'wang', detail: { why: 'triaged' } })
    })

    test('what is promised no more is still accounted for', async () => {
      const { maintenance } = await start()
      const { tickets, clock } = maintenance
      const { id } = await tickets.create({ equipment: 'pump-1', title: 'x', severity: 'major' }, DISPATCHER)
      clock.set(MONDAY + 30 * MINUTE)
      const triage = { severity: 'advisory' } as const
      await tickets.move(id, { to: 'acknowledged', triage, reason: 'only a scratch' }, DISPATCHER)
      expect(clockOf((await tickets.get(id)) as Ticket, 'arrive')).toBeUndefined()
      const arrive = await account(maintenance, id, 'arrive')
      expect(arrive).toMatchObject({ startedAt: MONDAY, dueAt: MONDAY + HOUR, withdrawnAt: MONDAY + 30 * MINUTE })
      expect(arrive.escalations.map(({ level, firedAt }) => [level, firedAt])).toEqual([[1, MONDAY + 30 * MINUTE]])
      expect(arrive.lines.map(({ event, by }) => [event, by])).toEqual([
        ['started', 'system'],
        ['escalated', 'system'],
        ['withdrawn', 'wang'],
      ])
    })

    test('a year’s table of working days: gaps are named, a good one moves the promises that run into it', async () => {
      const { maintenance } = await start()
      const { enterCalendar, calendars } = maintenance.serviceLevels
      maintenance.clock.set(Date.parse('2026-12-31T10:00:00+08:00'))
      const { id } = await maintenance.tickets.create(
        { equipment: 'pump-1', title: 'x', severity: 'general' },
        DISPATCHER,
      )
      expect((await account(maintenance, id, 'resolve')).lines[0]?.detail?.assumedYears).toEqual([2027])
      expect((await calendars()).missing).toEqual([2027])
      const days = (dates: string[], isOffDay: boolean, name: string) => dates.map(date => ({ date, isOffDay, name }))
      const off = days(['2027-01-01', '2027-01-02', '2027-01-03'], true, '元旦')
      const enter = (table: object[], more: object = {}) =>
        enterCalendar({ year: 2027, days: table as never, source: 'notice', ...more }, ADMIN)
      await expect(enter([...off.slice(0, 1), ...off.slice(2)])).rejects.toMatchObject({
        code: 'CALENDAR_INVALID',
        details: { problems: [{ date: '2027-01-02', problem: 'gap', name: '元旦' }] },
      })
      const wrong = days(['2027-02-30', '2026-01-01', '2027-01-05', '2027-01-05'], false, '元旦')
      await expect(enter(wrong)).rejects.toMatchObject({
        details: {
          problems: [
            { date: '2027-02-30', problem: 'noSuchDay' },
            { date: '2026-01-01', problem: 'otherYear' },
            { date: '2027-01-05', problem: 'workedAnyway' },
            { date: '2027-01-05', problem: 'workedAnyway' },
            { date: '2027-01-05', problem: 'twice' },
          ],
        },
      })
      expect(clockOf((await maintenance.tickets.get(id)) as Ticket, 'resolve')?.dueAt).toBe(
        Date.parse('2027-01-05T10:00:00+08:00'),
      )
      const worked = days(['2027-01-09'], false, '元旦')
      const more = days(['2027-01-04', '2027-01-05'], true, '元旦')
      const table = [...off, ...more, ...worked]
      const unsure = await enter(table).catch(error => error)
      expect(unsure).toMatchObject({ code: 'CALENDAR_UNCONFIRMED', details: { year: 2027 } })
      expect(unsure.details.problems.map((one: { date: string }) => one.date)).toEqual([
        ...['2027-02-05', '2027-02-08', '2027-04-05', '2027-06-09', '2027-09-15', '2027-10-01'],
      ])
      expect((await calendars()).missing).toEqual([2027])
      expect((await enter(table, { confirmed: true })).recalculated).toBe(1)
      const again = await maintenance.restart()
      expect((await again.serviceLevels.calendars()).missing).toEqual([])
      const moved = await account(again, id, 'resolve')
      expect(moved.dueAt).toBe(Date.parse('2027-01-08T10:00:00+08:00'))
      expect(moved.lines.at(-1)).toMatchObject({ event: 'recalculated', by: 'admin' })
    })

    test('the return visit is promised from the repair on, and again after a repair that did not hold', async () => {
      const { maintenance } = await start()
      const { id } = await onSite(maintenance)
      const repaired = await moveThrough(maintenance, id, ['repaired'])
      expect(clockOf(repaired, 'followUp')?.dueAt).toBe(MONDAY + 3 * DAY)
      const reopened = await moveThrough(maintenance, id, ['reopened'])
      expect(clockOf(reopened, 'followUp')).toBeUndefined()
      expect(clockOf(reopened, 'resolve')?.stoppedAt).toBeUndefined()
      maintenance.clock.set(MONDAY + HOUR)
      await moveThrough(maintenance, id, ['onSite', 'repaired'])
      const { lines } = await account(maintenance, id, 'followUp')
      expect(lines.map(l => l.event)).toEqual(['started', 'withdrawn', 'started'])
      const closed = await moveThrough(maintenance, id, ['verified', 'handedOver', 'followedUp'])
      expect(clockOf(closed, 'followUp')).toMatchObject({ stoppedAt: MONDAY + HOUR })
    })

    test('whoever is in danger again is promised anew that somebody comes, and who lets it run out is told of', async () => {
      const { maintenance } = await start()
      const { intake, tickets, clock, sweepAt, analytics } = maintenance
      const trapped = { equipment: 'lift-1', trouble: 'trapped' }
      const { ticket: id } = await intake.takePublic(trapped)
      clock.set(MONDAY + 10 * MINUTE)
      await moveThrough(maintenance, id, ['dispatched', 'onSite', 'madeSafe', 'repaired', 'verified'])
      const again = MONDAY + 2 * DAY
      clock.set(again)
      await intake.takePublic(trapped)
      const running = ((await tickets.get(id))?.clocks ?? []).filter(({ stoppedAt }) => stoppedAt === undefined)
      expect(
        Object.fromEntries(running.map(({ kind: what, dueAt }) => [what, (dueAt - again) / MINUTE])),
      ).toMatchObject({
        ...{ acknowledge: 1, dispatch: 3, arrive: 30, makeSafe: 60 },
      })
      await sweepAt(again + HOUR)
      const arrive = await account(maintenance, id, 'arrive')
      expect(arrive.breachedAt).toBe(again + 30 * MINUTE)
      expect(arrive.escalations.every(({ firedAt }) => firedAt !== undefined)).toBe(true)
      expect(arrive.lines.map(({ event }) => event).filter(event => event !== 'escalated')).toEqual([
        ...['started', 'stopped', 'started', 'breached'],
      ])
      await moveThrough(maintenance, id, ['dispatched', 'onSite', 'madeSafe', 'repaired', 'reopened'])
      // Late the first time as well, to be acknowledged: that is missed for good, and counted once, with where it stood then.
      const acknowledge = await account(maintenance, id, 'acknowledge')
      expect(acknowledge).toMatchObject({ startedAt: again + HOUR, breachedAt: MONDAY + MINUTE })
      expect(acknowledge.lines.filter(({ event }) => event === 'breached')).toHaveLength(1)
      const { promises } = await analytics.serviceLevels({ from: MONDAY - DAY, to: again + DAY })
      const first = promises.find(promise => promise.clock === 'acknowledge')
      expect(first).toMatchObject({ kept: { count: 0 }, missed: { count: 1 }, missedIn: [{ status: 'new', count: 1 }] })
    })

    test('what is found graver after it was reopened is to be made safe from then on, not from the first report', async () => {
      const { maintenance } = await start()
      const { id } = await maintenance.tickets.create({ equipment: 'pump-1', title: 'x' }, DISPATCHER)
      await moveThrough(maintenance, id, ['dispatched', 'onSite', 'repaired'])
      const again = MONDAY + 2 * DAY
      maintenance.clock.set(again)
      await moveThrough(maintenance, id, ['reopened'])
      const graver = { to: 'acknowledged', triage: { severity: 'major' } } as const
      const { clocks } = await maintenance.tickets.move(id, graver, DISPATCHER)
      expect(clocks.find(({ kind: what }) => what === 'makeSafe')).toMatchObject({ startedAt: again })
    })

    test('the working hours are those of the site', async () => {
      const { maintenance } = await start()
      const { registry } = maintenance
      await registry.addSite({ id: 's9', name: 'London', timezone: 'Europe/London' })
      await registry.addGateway({ id: 'gw9', site: 's9' })
      const place = { site: 's9', gateway: 'gw9', occupancy: 'normal' as const, params: {} }
      await registry.addEquipment({ ...place, id: 'pump-9', class: 'fire-pump', name: 'P9' })
      const ticket = await maintenance.tickets.create({ equipment: 'pump-9', title: 'x' }, DISPATCHER)
      // 03:00 in London: before opening, so due at closing time of the third working day.
      expect(clockOf(ticket, 'resolve')?.dueAt).toBe(Date.parse('2026-11-25T17:30:00Z'))
      await maintenance.handle([transition('f-7', 'lift-2', 'ELV-LEVEL')])
    })
  })
}
