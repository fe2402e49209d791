import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import {
  ADMIN,
  DISPATCHER,
  ended,
  MONDAY,
  onlyTicket,
  type TestMaintenance,
  transition,
} from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const MINUTE = 60_000
const PLACE = { site: 's1', occupancy: 'unknown' as const, params: {} }
const SILENT = transition('s-1', 'lift-1', 'ELV-OFFLINE', MONDAY + 5 * MINUTE)
const SILENT_2 = transition('s-2', 'lift-2', 'ELV-OFFLINE', MONDAY + 6 * MINUTE)
const TRIP = transition('trip', 'feeder-1', 'FDC-TRIP', MONDAY + MINUTE)

const openTickets = async (maintenance: TestMaintenance) => (await maintenance.tickets.list({ open: true })).items
const seen = (maintenance: TestMaintenance, online: boolean, at: number) =>
  maintenance.registry.noteGateway('gw1', { online, session: online ? 'b' : 'a', at })

/** Many faults with one cause, on every operations database. `open` gives an empty one. */
export function incidentsContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`incidents on ${kind}`, () => {
    test('a gateway that went away is one fault with one ticket; its silent equipment waits, and is seen anew when it is back', async () => {
      const { maintenance } = await start()
      await seen(maintenance, true, MONDAY - MINUTE)
      await maintenance.registry.noteGateway('gw1', { online: false, session: 'b', at: MONDAY })
      await maintenance.sweepAt(MONDAY + MINUTE)
      expect(await openTickets(maintenance)).toEqual([])
      await maintenance.sweepAt(MONDAY + 2 * MINUTE)
      await maintenance.handle([SILENT, SILENT_2])
      await maintenance.sweepAt(MONDAY + 7 * MINUTE)
      const ticket = await onlyTicket(maintenance)
      expect(ticket).toMatchObject({ equipment: 'gw1', faultCode: 'GTW-OFFLINE', lifeSafety: true })
      const [incident] = (await maintenance.incidents.list({ open: true })).items
      expect(incident).toMatchObject({ kind: 'gateway', about: 'gw1', ticket: ticket.id, members: 3, activeMembers: 3 })
      expect((await maintenance.faults.list({ is: 'suppressed' })).items.map(f => f.id).sort()).toEqual(['s-1', 's-2'])

      await maintenance.registry.noteGateway('gw1', { online: true, session: 'c', at: MONDAY + 20 * MINUTE })
      await maintenance.sweepAt(MONDAY + 20 * MINUTE)
      expect(await maintenance.faults.get(incident?.cause ?? '')).toMatchObject({ state: 'firing' })
      await maintenance.handle([ended(SILENT, MONDAY + 21 * MINUTE)])
      await maintenance.sweepAt(MONDAY + 21 * MINUTE)
      expect(await maintenance.incidents.get(incident?.id ?? '')).toMatchObject({
        closedAt: MONDAY + 21 * MINUTE,
        activeMembers: 1,
      })
      expect(await openTickets(maintenance)).toHaveLength(1)
      await maintenance.sweepAt(MONDAY + 31 * MINUTE)
      expect((await openTickets(maintenance)).map(t => t.equipment).sort()).toEqual(['gw1', 'lift-2'])
    })

    test('a gateway that is connected but from which nothing comes is as silent; one sign of life ends it', async () => {
      const { maintenance } = await start()
      const others = ['feeder-1', 'pump-1'] as const
      const silent = [
        SILENT,
        SILENT_2,
        transition('s-3', others[0], 'FDC-STALE', MONDAY + 6 * MINUTE),
        transition('s-4', others[1], 'FPU-STALE', MONDAY + 6 * MINUTE),
      ]
      await seen(maintenance, true, MONDAY)
      await maintenance.handle(silent.slice(0, 3))
      await maintenance.sweepAt(MONDAY + 6 * MINUTE)
      expect((await maintenance.incidents.list({})).items).toEqual([])
      await maintenance.handle(silent.slice(3))
      await maintenance.sweepAt(MONDAY + 7 * MINUTE)
      expect((await maintenance.incidents.list({})).items).toMatchObject([{ kind: 'gateway', members: 5 }])
      await maintenance.handle([ended(SILENT, MONDAY + 8 * MINUTE)])
      await maintenance.sweepAt(MONDAY + 8 * MINUTE)
      expect((await maintenance.incidents.list({ open: true })).items).toEqual([])
      await maintenance.sweepAt(MONDAY + 9 * MINUTE)
      expect((await maintenance.incidents.list({})).items).toHaveLength(1)
    })

    test('after half an hour a silent gateway with equipment that guards life is a major fault', async () => {
      const { maintenance } = await start()
      await seen(maintenance, true, MONDAY - MINUTE)
      await maintenance.registry.noteGateway('gw1', { online: false, session: 'b', at: MONDAY })
      await maintenance.sweepAt(MONDAY + 2 * MINUTE)
      const [fault] = (await maintenance.faults.list({ state: 'active' })).items
      await maintenance.faults.acknowledge(fault?.id ?? '', DISPATCHER)
      await maintenance.sweepAt(MONDAY + 32 * MINUTE)
      const raised = await maintenance.faults.get(fault?.id ?? '')
      expect([fault?.severity, raised?.severity, raised?.acknowledgedAt]).toEqual(['general', 'major', undefined])
    })

    test('a tripped feeder takes what it feeds into one incident with one ticket, before and after; a trapped passenger has a ticket of its own', async () => {
      const { maintenance } = await start()
      const { changeEquipment, addEquipment } = maintenance.registry
      await addEquipment({
        ...PLACE,
        gateway: 'gw1',
        id: 'board',
        class: 'feeder-circuit',
        name: 'board',
        fedBy: 'feeder-1',
      })
      await changeEquipment('lift-1', { fedBy: 'board' })
      await changeEquipment('lift-2', { fedBy: 'feeder-1' })
      await maintenance.handle([
        transition('safety', 'lift-1', 'ELV-SAFETY-OPEN', MONDAY + 30_000),
        transition('pump', 'pump-1', 'FPU-STALE', MONDAY + 30_000),
        TRIP,
        transition('door', 'lift-2', 'ELV-DOOR-FAIL', MONDAY + 2 * MINUTE),
        transition('trap', 'lift-1', 'ELV-TRAP', MONDAY + 2 * MINUTE),
      ])
      const [incident] = (await maintenance.incidents.list({})).items
      expect(incident).toMatchObject({
        kind: 'supply',
        about: 'feeder-1',
        cause: 'trip',
        members: 4,
        lifeSafetyMembers: 1,
      })
      const tickets = await openTickets(maintenance)
      expect(tickets.map(t => t.faultCode).sort()).toEqual(['ELV-SAFETY-OPEN', 'ELV-TRAP', 'FDC-TRIP', 'FPU-STALE'])
      expect(tickets.find(t => t.faultCode === 'FDC-TRIP')?.id).toBe(incident?.ticket)
      const linked = tickets.filter(t => t.timeline.some(e => e.event === 'joinedIncident')).map(t => t.faultCode)
      expect(linked.sort()).toEqual(['ELV-SAFETY-OPEN'])
      expect(await maintenance.faults.get('trap')).toMatchObject({ incident: incident?.id })

      await maintenance.incidents.acknowledge(incident?.id ?? '', DISPATCHER, 'electrician on the way')
      const members = (await maintenance.faults.list({ incident: incident?.id ?? '' })).items
      expect(members.map(f => f.acknowledgedBy)).toEqual(['wang', 'wang', 'wang', 'wang'])
      await maintenance.handle([ended(TRIP, MONDAY + 10 * MINUTE)])
      await maintenance.sweepAt(MONDAY + 30 * MINUTE)
      expect((await openTickets(maintenance)).map(t => t.faultCode)).toContain('ELV-DOOR-FAIL')
    })

    test('what feeds is equipment of the same site, and nothing feeds itself', async () => {
      const { maintenance } = await start()
      const { changeEquipment } = maintenance.registry
      await changeEquipment('lift-1', { fedBy: 'feeder-1' })
      await expect(changeEquipment('feeder-1', { fedBy: 'lift-1' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      await expect(changeEquipment('lift-2', { fedBy: 'nothing' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      expect((await changeEquipment('lift-1', { fedBy: null })).fedBy).toBeUndefined()
      await maintenance.registry.reload()
      expect(maintenance.registry.equipment('lift-1')?.fedBy).toBeUndefined()
    })

    test('a flood is grouped and called for once, and never hides what endangers life', async () => {
      const { maintenance } = await start()
      const codes = ['FDC-OVERLOAD', 'FDC-OVERVOLT', 'FDC-UNDERVOLT', 'FDC-NEUTRAL-HOT', 'FDC-HIGHLOAD', 'FDC-PF']
      const lifts = ['ELV-LEVEL', 'ELV-ROOM-HOT', 'ELV-VIB', 'ELV-MOTOR-HOT', 'ELV-DOOR-FAIL']
      const many = [
        ...codes.map(code => transition(`f-${code}`, 'feeder-1', code)),
        ...lifts.map(code => transition(`f-${code}`, 'lift-1', code)),
      ]
      await maintenance.handle(many.slice(0, 10))
      expect((await maintenance.incidents.list({})).items).toEqual([])
      const before = (await maintenance.tickets.list({ open: true })).items
      const urgent = transition('urgent', 'lift-2', 'ELV-RUNTIME')
      await maintenance.handle([...many.slice(10), transition('trap', 'lift-2', 'ELV-TRAP'), urgent])
      const [flood] = (await maintenance.incidents.list({})).items
      expect(flood).toMatchObject({ kind: 'flood', about: 's1', members: 12 })
      const grouped = await maintenance.faults.get('f-ELV-DOOR-FAIL')
      expect(grouped).toMatchObject({ state: 'firing', suppressed: 'incident', suppressedBy: flood?.id })
      const after = (await maintenance.tickets.list({ open: true })).items
      const added = after.filter(t => !before.some(({ id }) => id === t.id)).map(t => t.faultCode)
      expect(added.sort()).toEqual(['ELV-RUNTIME', 'ELV-TRAP'])
      const lead = await maintenance.tickets.get(flood?.ticket ?? '')
      expect(lead?.timeline.map(line => line.detail?.fault)).toContain('f-ELV-DOOR-FAIL')
      await maintenance.sweepAt(MONDAY + 9 * MINUTE)
      const { items } = await maintenance.faults.list({ state: 'active' })
      const called = items.filter(f => f.reminders > 0)
      expect(called.map(f => [f.id, f.incident])).toEqual([['trap', undefined]])
      await maintenance.sweepAt(MONDAY + 11 * MINUTE)
      expect((await maintenance.incidents.list({ open: true })).items).toEqual([])
      await maintenance.sweepAt(MONDAY + 3 * 60 * MINUTE)
      expect(await maintenance.faults.get('f-ELV-LEVEL')).toMatchObject({ reminders: 1 })
      const released = await maintenance.faults.get('f-ELV-DOOR-FAIL')
      expect([released?.suppressed, released?.ticket]).toEqual([undefined, expect.any(String)])
      await expect(maintenance.incidents.acknowledge('i-99', ADMIN)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    })
  })
}
