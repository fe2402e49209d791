import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { FaultTransition } from '#domain/faults.ts'
import { SHIPPED_POLICY } from '#domain/shippedPolicies.ts'
import {
  ADMIN,
  DISPATCHER,
  ended,
  MONDAY,
  moveThrough,
  onlyTicket,
  type TestMaintenance,
  transition,
} from '../../helpers/maintenance.ts'
import { LEVEL, OVERTRAVEL, startWith } from './start.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The fault comes again in its row, `n` times in all. */
const again = (of: FaultTransition, n: number, at: number): FaultTransition => ({ ...of, at, occurrences: n })
const tell = async (maintenance: TestMaintenance, id: string) =>
  (await maintenance.faults.history(id, ADMIN)).map(({ event }) => event)
const openTickets = async (maintenance: TestMaintenance) => (await maintenance.tickets.list({ open: true })).items

/** The life of a fault beyond firing and resolved, on every operations database. `open` gives an empty one. */
export function faultLifeContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`the life of a fault on ${kind}`, () => {
    test('acknowledged and cleared are two facts; its history tells who did what when', async () => {
      const { maintenance } = await start()
      await maintenance.handle([LEVEL, ended(LEVEL, MONDAY + MINUTE)])
      maintenance.clock.set(MONDAY + 2 * MINUTE)
      const fault = await maintenance.faults.acknowledge('f-2', DISPATCHER, 'looked')
      expect(fault).toMatchObject({
        state: 'resolved',
        resolvedAt: MONDAY + MINUTE,
        acknowledgedAt: MONDAY + 2 * MINUTE,
      })
      expect(await maintenance.faults.history('f-2', ADMIN)).toMatchObject([
        { event: 'fired', by: 'system', at: MONDAY },
        { event: 'cleared', by: 'system', at: MONDAY + MINUTE },
        { event: 'faultAcknowledged', by: 'wang', at: MONDAY + 2 * MINUTE, detail: { comment: 'looked' } },
      ])
      await expect(maintenance.faults.history('f-2', { ...DISPATCHER, sites: ['s2'] })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
    })

    test('chattering stays in one row with its count, one ticket and few lines', async () => {
      const { maintenance } = await start()
      await maintenance.handle([LEVEL])
      for (let n = 2; n <= 20; n++)
        await maintenance.handle([
          ended(LEVEL, MONDAY + (n - 1) * 10_000 - 5000),
          again(LEVEL, n, MONDAY + (n - 1) * 10_000),
        ])
      const { items } = await maintenance.faults.list({})
      expect(items).toMatchObject([{ id: 'f-2', state: 'firing', occurrences: 20, firedAt: MONDAY }])
      expect(items[0]?.chatteringAt).toBe(MONDAY + 190_000 + 600_000)
      expect(await tell(maintenance, 'f-2')).toEqual(['fired', 'cleared', 'recurred', 'cleared', 'chattering'])
      expect(await onlyTicket(maintenance)).toMatchObject({ occurrences: 20 })
      expect((await maintenance.faults.list({ is: 'chattering' })).items).toHaveLength(1)
      maintenance.clock.set(MONDAY + HOUR)
      expect((await maintenance.faults.list({ is: 'chattering' })).items).toHaveLength(0)
    })

    test('the end of a fault that chatters verifies no repair', async () => {
      const { maintenance } = await start()
      const { handle, tickets } = maintenance
      await handle([LEVEL, ended(LEVEL, MONDAY + 5000), again(LEVEL, 2, MONDAY + 10_000)])
      await handle([ended(LEVEL, MONDAY + 15_000), again(LEVEL, 3, MONDAY + 20_000)])
      await moveThrough(maintenance, 't-1', ['dispatched', 'onSite', 'repaired'])
      await handle([ended(LEVEL, MONDAY + 25_000)])
      expect((await tickets.get('t-1'))?.status).toBe('repaired')
      await handle([again(LEVEL, 4, MONDAY + HOUR), ended(LEVEL, MONDAY + HOUR + MINUTE)])
      await moveThrough(maintenance, 't-1', ['dispatched', 'onSite', 'repaired'])
      await handle([again(LEVEL, 5, MONDAY + 2 * HOUR)])
      await moveThrough(maintenance, 't-1', ['dispatched', 'onSite', 'repaired'])
      await handle([ended(LEVEL, MONDAY + 2 * HOUR + MINUTE)])
      expect((await tickets.get('t-1'))?.status).toBe('verified')
    })

    test('telling an old end or an old count again changes nothing', async () => {
      const { maintenance } = await start()
      const story = [LEVEL, ended(LEVEL, MONDAY + 5000), again(LEVEL, 2, MONDAY + HOUR)]
      await maintenance.handle(story)
      const [before] = (await maintenance.faults.list({})).items
      await maintenance.handle(story)
      expect((await maintenance.faults.list({})).items).toEqual([before])
      expect(before).toMatchObject({ state: 'firing', occurrences: 2 })
    })

    test('a fault that gets worse makes its ticket more urgent, with the promises of that; easing is only noted', async () => {
      const { maintenance } = await start()
      await maintenance.handle([LEVEL])
      const before = await onlyTicket(maintenance)
      await maintenance.handle([{ ...LEVEL, to: 'changed', severity: 'major' }])
      const raised = await onlyTicket(maintenance)
      expect([before.priority, raised.priority, raised.severity]).toEqual(['P2', 'P1', 'major'])
      const due = (of: typeof raised) => of.clocks.find(clock => clock.kind === 'resolve')?.dueAt ?? 0
      expect(due(raised)).toBeLessThan(due(before))
      expect(raised.timeline.at(-1)).toMatchObject({
        ...{ event: 'priorityRaised', by: 'system' },
        detail: { fault: 'f-2', severity: 'major', priorityBefore: 'P2', priority: 'P1' },
      })
      await maintenance.handle([{ ...LEVEL, to: 'changed' }])
      const eased = await onlyTicket(maintenance)
      expect([eased.priority, eased.severity, eased.version]).toEqual(['P1', 'major', raised.version])
      expect(eased.timeline.at(-1)).toMatchObject({ event: 'severityChanged', detail: { severity: 'general' } })
    })

    test('what people took for small is as grave as the telemetry tells, unless the desk judged that very fault', async () => {
      const { maintenance } = await start()
      const { tickets } = maintenance
      const asked = {
        equipment: 'lift-1',
        faultCode: OVERTRAVEL.code,
        severity: 'advisory',
        lifeSafety: false,
      } as const
      const { id } = await tickets.create(asked, DISPATCHER)
      await moveThrough(maintenance, id, ['acknowledged', 'dispatched', 'accepted'])
      const pause = { reason: 'customerAbsent', evidence: 'nobody opened' }
      await tickets.move(id, { to: 'waitingCustomer', reason: 'nobody there', pause }, DISPATCHER)
      await maintenance.handle([OVERTRAVEL])
      const raised = await onlyTicket(maintenance)
      expect(raised).toMatchObject({ id, priority: 'P0', severity: 'major', lifeSafety: true, fault: OVERTRAVEL.id })
      expect(raised.clocks.map(clock => clock.kind)).toContain('makeSafe')
      expect(raised.clocks.filter(clock => clock.pausedAt !== undefined)).toEqual([])
      expect(raised.timeline.at(-1)).toMatchObject({ event: 'priorityRaised', detail: { priority: 'P0' } })
      const triage = { severity: 'advisory', lifeSafety: false } as const
      await tickets.move(id, { to: 'acknowledged', reason: 'a test of the switch', triage }, DISPATCHER)
      await maintenance.handle([ended(OVERTRAVEL), transition('f-8', 'lift-1', OVERTRAVEL.code, MONDAY + HOUR)])
      expect(await onlyTicket(maintenance)).toMatchObject({ priority: 'P3', lifeSafety: false, occurrences: 3 })
    })

    test('late readings move the end of a fault: the last telling counts, also on its ticket', async () => {
      const { maintenance } = await start()
      await maintenance.handle([LEVEL, ended(LEVEL)])
      const { id } = await onlyTicket(maintenance)
      const later = ended(LEVEL, MONDAY + 90_000)
      await maintenance.handle([later, later])
      expect(await maintenance.faults.get('f-2')).toMatchObject({ state: 'resolved', resolvedAt: MONDAY + 90_000 })
      expect((await maintenance.tickets.get(id))?.restoredAt).toBe(MONDAY + 90_000)
      const ends = (await maintenance.faults.history('f-2', ADMIN)).filter(line => line.event === 'cleared')
      expect(ends.map(line => line.detail)).toEqual([undefined, { before: MONDAY + 60_000 }])
    })

    test('severity rises and falls, and stands in the history; getting worse takes the acknowledgement back', async () => {
      const { maintenance } = await start()
      await maintenance.handle([LEVEL])
      await maintenance.faults.acknowledge('f-2', DISPATCHER)
      const graded = (severity: FaultTransition['severity']) =>
        maintenance.handle([{ ...LEVEL, to: 'changed', ...(severity && { severity }) }])
      await graded('major')
      expect(await maintenance.faults.get('f-2')).toMatchObject({ severity: 'major' })
      expect((await maintenance.faults.get('f-2'))?.acknowledgedAt).toBeUndefined()
      await maintenance.faults.acknowledge('f-2', DISPATCHER)
      await graded(undefined)
      expect(await maintenance.faults.get('f-2')).toMatchObject({ severity: 'general', acknowledgedBy: 'wang' })
      const changes = (await maintenance.faults.history('f-2', ADMIN)).filter(e => e.event === 'severityChanged')
      expect(changes.map(e => e.detail)).toEqual([
        { from: 'general', to: 'major', unacknowledged: true },
        { from: 'major', to: 'general' },
      ])
    })

    test('people are told again and again, and more of them, until somebody acknowledges: each once, over a restart', async () => {
      const { maintenance } = await start()
      await maintenance.handle([OVERTRAVEL])
      await maintenance.sweepAt(MONDAY + 3 * MINUTE)
      const first = await maintenance.faults.get('f-1')
      expect(first).toMatchObject({ reminders: 1, escalation: 1, escalatedTo: 'dispatcher' })
      await maintenance.sweepAt(MONDAY + 3 * MINUTE)
      expect(await maintenance.faults.get('f-1')).toEqual(first)
      maintenance.clock.set(MONDAY + 25 * MINUTE)
      const second = await maintenance.restart()
      expect(await second.faults.get('f-1')).toMatchObject({ reminders: 2, escalation: 3, escalatedTo: 'admin' })
      await second.faults.acknowledge('f-1', DISPATCHER)
      await second.sweepAt(MONDAY + 10 * HOUR)
      expect(await second.faults.get('f-1')).toMatchObject({ reminders: 2, escalation: 3 })
      expect((await tell(second, 'f-1')).filter(event => event === 'reminded')).toHaveLength(2)
    })

    test('what lasts for a day is standing; a shelf keeps people from being told, and ends by hand too', async () => {
      const { maintenance } = await start()
      await maintenance.handle([LEVEL])
      await maintenance.faults.shelve('f-2', ADMIN, { until: MONDAY + 100 * HOUR, reason: 'part ordered' })
      await maintenance.sweepAt(MONDAY + DAY)
      expect((await maintenance.faults.list({ is: 'standing' })).items).toMatchObject([
        { id: 'f-2', standingAt: MONDAY + DAY, reminders: 0, shelvedBy: 'admin' },
      ])
      expect((await maintenance.faults.list({ is: 'shelved' })).items).toHaveLength(1)
      const fault = await maintenance.faults.unshelve('f-2', DISPATCHER)
      expect(fault.shelvedUntil).toBeUndefined()
      await maintenance.sweepAt(MONDAY + DAY + HOUR)
      expect(await maintenance.faults.get('f-2')).toMatchObject({ reminders: 1 })
    })

    test('equipment out of service: recorded and shown, no ticket, except where life is in danger; back, it gets one', async () => {
      const { maintenance } = await start()
      const out = await maintenance.outOfService.add({ equipment: 'lift-1', reason: 'overhaul' }, DISPATCHER)
      await expect(
        maintenance.outOfService.add({ equipment: 'lift-1', reason: 'again' }, DISPATCHER),
      ).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
      await maintenance.handle([LEVEL, OVERTRAVEL])
      expect(await onlyTicket(maintenance)).toMatchObject({ faultCode: 'ELV-OVERTRAVEL' })
      expect((await maintenance.faults.list({ is: 'outOfService' })).items).toMatchObject([
        { id: 'f-2', state: 'firing', suppressedBy: out.id },
      ])
      await maintenance.sweepAt(MONDAY + 2 * HOUR)
      expect(await maintenance.faults.get('f-2')).toMatchObject({ reminders: 0 })
      expect(await maintenance.outOfService.end(out.id, DISPATCHER)).toMatchObject({ endedBy: 'wang' })
      expect((await openTickets(maintenance)).map(t => t.faultCode).sort()).toEqual(['ELV-LEVEL', 'ELV-OVERTRAVEL'])
      expect(await tell(maintenance, 'f-2')).toEqual(['fired', 'suppressed', 'unsuppressed'])
    })

    test('a rule that guards life goes out of service by an administrator alone, and comes back by itself', async () => {
      const { maintenance } = await start()
      const line = { equipment: 'lift-1', code: 'ELV-OVERTRAVEL', reason: 'encoder replaced' }
      const { add } = maintenance.outOfService
      await expect(add({ ...line, until: MONDAY + HOUR }, DISPATCHER)).rejects.toMatchObject({ code: 'FORBIDDEN' })
      await expect(add(line, ADMIN)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      await expect(add({ ...line, code: 'FDC-TRIP' }, ADMIN)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      await add({ ...line, until: MONDAY + HOUR }, ADMIN)
      await maintenance.handle([OVERTRAVEL])
      expect(await openTickets(maintenance)).toEqual([])
      await maintenance.sweepAt(MONDAY + HOUR)
      expect(await onlyTicket(maintenance)).toMatchObject({ faultCode: 'ELV-OVERTRAVEL' })
      expect(await maintenance.outOfService.list({ ended: true })).toMatchObject([{ endedBy: 'system' }])
    })

    test('a fault that comes back soon after its ticket was closed: linked, or the ticket opened again, by policy', async () => {
      const { maintenance } = await start()
      const close = async (id: string) =>
        await moveThrough(maintenance, id, [
          'dispatched',
          'onSite',
          'repaired',
          'verified',
          'handedOver',
          'followedUp',
          'closed',
        ])
      await maintenance.handle([LEVEL, ended(LEVEL)])
      const first = await onlyTicket(maintenance)
      await close(first.id)
      maintenance.clock.set(MONDAY + DAY)
      const second = transition('f-20', 'lift-1', 'ELV-LEVEL', MONDAY + DAY)
      await maintenance.handle([second, ended(second)])
      const linked = await onlyTicket(maintenance)
      expect(linked.timeline.find(e => e.event === 'recurrenceOf')?.detail).toEqual({ ticket: first.id })
      expect((await maintenance.tickets.get(first.id))?.timeline.at(-1)).toMatchObject({
        event: 'recurredAs',
        detail: { ticket: linked.id },
      })
      await close(linked.id)
      const policy = { ...SHIPPED_POLICY, recurrence: { withinDays: 7, as: 'reopen' as const } }
      expect(await maintenance.alarmPolicy.change(policy, 0, ADMIN)).toMatchObject({ version: 1, by: 'admin' })
      await expect(maintenance.alarmPolicy.change(policy, 0, ADMIN)).rejects.toMatchObject({ code: 'STALE_VERSION' })
      await maintenance.handle([transition('f-21', 'lift-1', 'ELV-LEVEL', MONDAY + 2 * DAY)])
      expect(await onlyTicket(maintenance)).toMatchObject({ id: linked.id, status: 'reopened', occurrences: 2 })
    })
  })
}
