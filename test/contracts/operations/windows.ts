import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { CodedError } from '#domain/errors.ts'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import type { NewWindow } from '#domain/windows.ts'
import {
  ADMIN,
  DISPATCHER,
  ended,
  MONDAY,
  onlyTicket,
  startTestMaintenance,
  type TestMaintenance,
  transition,
} from '../../helpers/maintenance.ts'
import { LEVEL, OVERTRAVEL, startWith } from './start.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const TECHNICIAN = { ...DISPATCHER, username: 'li', role: 'technician' as const }

const plan = (change: Partial<NewWindow> = {}): NewWindow => ({
  site: 's1',
  kind: 'maintenance',
  endsAt: MONDAY + 2 * HOUR,
  reason: 'half-month service',
  contact: '李工 138 0000 0000',
  ...change,
})
const openTickets = async (maintenance: TestMaintenance) =>
  (await maintenance.tickets.list({ open: true })).items.map(t => t.faultCode).sort()

/** Maintenance windows, test permits and drills, on every operations database. `open` gives an empty one. */
export function windowsContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`windows on ${kind}`, () => {
    test('what fires already when a window begins is shown as inside it, and is not kept quiet', async () => {
      const { maintenance } = await start()
      const { windows, faults, sweepAt, handle, clock } = maintenance
      const startsAt = MONDAY + HOUR
      const { id } = await windows.add(plan({ equipment: ['lift-1'], startsAt }), TECHNICIAN)
      await handle([LEVEL, transition('f-9', 'lift-2', 'ELV-LEVEL')])
      expect(await windows.get(id)).toMatchObject({ alreadyFiring: 0 })
      await sweepAt(startsAt)
      await handle([transition('f-8', 'lift-1', 'ELV-VIB', startsAt + MINUTE)])
      const seen = await windows.get(id)
      expect(seen).toMatchObject({ alreadyFiring: 1, suppressed: 1 })
      expect(seen?.history).toContainEqual({ at: startsAt, by: 'system', event: 'began', detail: { firing: 1 } })
      const before = await faults.get('f-2')
      expect(before).toMatchObject({ state: 'firing', window: id, ticket: expect.any(String) })
      expect(before).not.toHaveProperty('suppressed')
      expect((await faults.list({ window: id })).items.map(fault => fault.id).sort()).toEqual(['f-2', 'f-8'])
      await sweepAt(startsAt + 2 * MINUTE)
      expect(await windows.get(id)).toEqual(seen)
      clock.set(startsAt + 3 * MINUTE)
      const now = await windows.add(plan({ equipment: ['lift-2'] }), TECHNICIAN)
      expect(now).toMatchObject({ alreadyFiring: 1, suppressed: 0 })
    })

    test('inside a window faults are recorded and open no ticket, unless life is in danger; at its end what still fires does', async () => {
      const { maintenance } = await start()
      const window = await maintenance.windows.add(plan({ equipment: ['lift-1'] }), TECHNICIAN)
      const over = transition('f-5', 'lift-1', 'ELV-DOOR-FAIL')
      await maintenance.handle([LEVEL, OVERTRAVEL, over, ended(over), transition('f-3', 'lift-2', 'ELV-LEVEL')])
      const tickets = (await maintenance.tickets.list({ open: true })).items
      expect(tickets.map(t => `${t.equipment} ${t.faultCode}`).sort()).toEqual([
        'lift-1 ELV-OVERTRAVEL',
        'lift-2 ELV-LEVEL',
      ])
      const quiet = (await maintenance.faults.list({ is: 'suppressed' })).items
      expect(quiet.map(f => [f.id, f.suppressed, f.suppressedBy]).sort()).toEqual([
        ['f-2', 'window', window.id],
        ['f-5', 'window', window.id],
      ])
      await maintenance.sweepAt(MONDAY + 2 * HOUR)
      expect(await openTickets(maintenance)).toEqual(['ELV-LEVEL', 'ELV-LEVEL', 'ELV-OVERTRAVEL'])
      const past = await maintenance.windows.get(window.id)
      expect(past).toMatchObject({ endedAt: MONDAY + 2 * HOUR, endedBy: 'system', suppressed: 2 })
      expect((await maintenance.faults.list({ window: window.id })).items).toHaveLength(2)
      await maintenance.sweepAt(MONDAY + 3 * HOUR)
      expect(await maintenance.windows.get(window.id)).toEqual(past)
    })

    test('extended, shortened and ended early, each with who and why', async () => {
      const { maintenance } = await start()
      const { id } = await maintenance.windows.add(plan({ classes: ['elevator'] }), TECHNICIAN)
      const { extend, end } = maintenance.windows
      await maintenance.handle([LEVEL])
      await extend(id, { endsAt: MONDAY + 4 * HOUR, reason: 'part late' }, TECHNICIAN)
      await maintenance.sweepAt(MONDAY + 3 * HOUR)
      expect(await openTickets(maintenance)).toEqual([])
      await expect(extend(id, { endsAt: MONDAY + 1, reason: 'x' }, TECHNICIAN)).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      })
      const done = await end(id, DISPATCHER, 'ready')
      expect(await openTickets(maintenance)).toEqual(['ELV-LEVEL'])
      expect(done).toMatchObject({ endedAt: MONDAY + 3 * HOUR, endedBy: 'wang' })
      expect(done.history.map(e => [e.event, e.by])).toEqual([
        ['planned', 'li'],
        ['began', 'system'],
        ['extended', 'li'],
        ['ended', 'wang'],
      ])
      expect(await end(id, ADMIN)).toEqual(done)
      await expect(extend(id, { endsAt: MONDAY + 9 * HOUR, reason: 'x' }, ADMIN)).rejects.toMatchObject({
        code: 'ILLEGAL_MOVE',
        details: { noun: 'window' },
      })
      await expect(end(id, { ...ADMIN, sites: ['s2'] })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    })

    test('only a permit for named equipment or classes keeps quiet what endangers life, for a time that the policy limits', async () => {
      const { maintenance } = await start()
      const { add } = maintenance.windows
      const permit = plan({ kind: 'testPermit', equipment: ['lift-1'] })
      for (const [input, actor, code] of [
        [plan({ kind: 'testPermit' }), ADMIN, 'BAD_REQUEST'],
        [permit, TECHNICIAN, 'FORBIDDEN'],
        [{ ...permit, endsAt: MONDAY + 13 * HOUR }, ADMIN, 'BAD_REQUEST'],
        [plan({ endsAt: MONDAY }), ADMIN, 'BAD_REQUEST'],
        [plan({ startsAt: MONDAY + 3 * HOUR }), ADMIN, 'BAD_REQUEST'],
        [plan({ equipment: ['nobody'] }), ADMIN, 'BAD_REQUEST'],
        [plan({ classes: ['nothing'] }), ADMIN, 'UNKNOWN_CLASS'],
        [plan({ site: 's9' }), ADMIN, 'UNKNOWN_SITE'],
        [plan(), { ...DISPATCHER, sites: ['s2'] }, 'UNKNOWN_SITE'],
      ] as const)
        await expect(add(input as NewWindow, actor)).rejects.toMatchObject({ code })
      expect((await maintenance.windows.list({})).items).toEqual([])
      await add(permit, DISPATCHER)
      await maintenance.handle([OVERTRAVEL, transition('f-9', 'lift-2', 'ELV-OVERTRAVEL')])
      expect(await onlyTicket(maintenance)).toMatchObject({ equipment: 'lift-2' })
      await maintenance.sweepAt(MONDAY + 2 * HOUR)
      expect(await openTickets(maintenance)).toEqual(['ELV-OVERTRAVEL', 'ELV-OVERTRAVEL'])
    })

    test('a planned window keeps nothing quiet before its start', async () => {
      const { maintenance } = await start()
      await maintenance.windows.add(plan({ startsAt: MONDAY + HOUR }), TECHNICIAN)
      expect((await maintenance.windows.list({ state: 'planned' })).items).toHaveLength(1)
      await maintenance.handle([LEVEL])
      expect(await openTickets(maintenance)).toEqual(['ELV-LEVEL'])
      maintenance.clock.set(MONDAY + HOUR)
      expect((await maintenance.windows.list({ state: 'active' })).items).toHaveLength(1)
      await maintenance.handle([transition('f-4', 'lift-2', 'ELV-LEVEL', MONDAY + HOUR)])
      expect(await openTickets(maintenance)).toEqual(['ELV-LEVEL'])
    })

    test('a fire drill ends in the list of what reported, once the telemetry store answers', async () => {
      const database = await open()
      const answers = { down: true }
      const points: Record<string, { ts: number; value: number }[]> = {
        'smoke-2 alarmState': [
          { ts: MONDAY + 5000, value: 0 },
          { ts: MONDAY + 9000, value: 5 },
        ],
        'smoke-3 alarmState': [{ ts: MONDAY + 5000, value: 0 }],
      }
      const range: TelemetryStore['range'] = async ({ equipment, metric, from, to }) => {
        if (answers.down) throw new CodedError('STORE_UNAVAILABLE')
        return (points[`${equipment} ${metric}`] ?? []).filter(p => p.ts >= from && p.ts < to)
      }
      const maintenance = await startTestMaintenance(database, {
        telemetry: { range, latest: async () => new Map(), downsample: async () => [] },
      })
      const place = { site: 's1', gateway: 'gw1', occupancy: 'unknown' as const, params: {}, class: 'smoke-detector' }
      for (const n of [1, 2, 3, 4])
        await maintenance.registry.addEquipment({ ...place, id: `smoke-${n}`, name: `smoke ${n}` })
      const drill = plan({ kind: 'fireDrill', classes: ['smoke-detector'] })
      const { id } = await maintenance.windows.add(drill, DISPATCHER)
      const alarm = { ...transition('f-7', 'smoke-1', 'SMD-ALARM', MONDAY + MINUTE), class: 'smoke-detector' }
      await maintenance.handle([alarm, ended(alarm)])
      expect(await openTickets(maintenance)).toEqual([])
      await maintenance.sweepAt(MONDAY + 3 * HOUR)
      expect((await maintenance.windows.get(id))?.report).toBeUndefined()
      answers.down = false
      await maintenance.sweep()
      expect((await maintenance.windows.get(id))?.report).toEqual([
        { equipment: 'smoke-1', class: 'smoke-detector', outcome: 'reported', at: MONDAY + MINUTE, by: 'SMD-ALARM' },
        { equipment: 'smoke-2', class: 'smoke-detector', outcome: 'reported', at: MONDAY + 9000, by: 'alarmState' },
        { equipment: 'smoke-3', class: 'smoke-detector', outcome: 'heard' },
        { equipment: 'smoke-4', class: 'smoke-detector', outcome: 'silent' },
      ])
    })
  })
}
