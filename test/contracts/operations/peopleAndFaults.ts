import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { ADMIN, DISPATCHER, MONDAY, onlyTicket } from '../../helpers/maintenance.ts'
import { LEVEL, OVERTRAVEL, startWith } from './start.ts'

/** People and faults, on every operations database. `open` gives an empty one. */
export function peopleAndFaultsContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`people and faults on ${kind}`, () => {
    test('a technician’s phone number is given, left as it is, and taken away', async () => {
      const { technicians } = (await start()).maintenance
      await technicians.add({ id: 'qian', name: '钱', skills: [], phone: '13800000000' }, ADMIN)
      expect((await technicians.change('qian', { name: '钱二' }, ADMIN)).phone).toBe('13800000000')
      expect(await technicians.change('qian', { phone: '' }, ADMIN)).not.toHaveProperty('phone')
      expect(await technicians.get('qian')).not.toHaveProperty('phone')
    })

    test('who may shelve what for how long', async () => {
      const { maintenance } = await start()
      await maintenance.handle([LEVEL, OVERTRAVEL])
      const { shelve } = maintenance.faults
      const hours = (n: number) => ({ until: MONDAY + n * 3_600_000, reason: 'x' })
      await expect(shelve('f-2', DISPATCHER, hours(9))).rejects.toMatchObject({ code: 'FORBIDDEN' })
      await expect(shelve('f-2', DISPATCHER, hours(0))).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      await expect(shelve('f-1', DISPATCHER, hours(1))).rejects.toMatchObject({ code: 'FORBIDDEN' })
      expect((await shelve('f-2', DISPATCHER, hours(8))).shelvedUntil).toBe(MONDAY + 8 * 3_600_000)
      expect((await shelve('f-1', ADMIN, hours(9))).shelvedBy).toBe('admin')
    })

    test('the first acknowledgement stays, and hides nothing', async () => {
      const { maintenance } = await start()
      await maintenance.handle([LEVEL])
      await Promise.all([
        maintenance.faults.acknowledge('f-2', DISPATCHER, 'seen'),
        maintenance.faults.acknowledge('f-2', DISPATCHER, 'seen'),
      ])
      const fault = await maintenance.faults.acknowledge('f-2', ADMIN, 'me too')
      expect(fault).toMatchObject({ acknowledgedBy: 'wang', comment: 'seen', state: 'firing' })
      expect((await onlyTicket(maintenance)).timeline.filter(e => e.event === 'faultAcknowledged')).toHaveLength(1)
    })

    test('a reset asks the rules; a fault that no rule watches ends on a person’s word', async () => {
      const { maintenance } = await start()
      await maintenance.handle([OVERTRAVEL])
      const reset = () => maintenance.faults.reset('f-1', DISPATCHER, 'checked on site')
      await expect(reset()).rejects.toMatchObject({ code: 'FAULT_STILL_ACTIVE' })
      maintenance.resets.answer = 'unknown'
      expect(await reset()).toMatchObject({ state: 'resolved', comment: 'checked on site' })
      const ticket = await onlyTicket(maintenance)
      expect(ticket.timeline.slice(-2).map(e => [e.event, e.by])).toEqual([
        ['telemetryNormal', 'system'],
        ['faultReset', 'wang'],
      ])
    })

    test('a reported fault takes what the catalogue says, and is not reported twice', async () => {
      const { maintenance } = await start()
      const report = { equipment: 'lift-1', faultCode: 'ELV-OVERTRAVEL', note: 'heard a bang' }
      const ticket = await maintenance.tickets.create(report, DISPATCHER)
      expect(ticket).toMatchObject({ priority: 'P0', origin: 'staff', skill: 'SK-ELV-T', technician: 'zhang' })
      expect(ticket.parts).toHaveLength(2)
      expect(ticket.timeline[0]).toMatchObject({ event: 'opened', by: 'wang', detail: { note: 'heard a bang' } })
      await expect(maintenance.tickets.create(report, DISPATCHER)).rejects.toMatchObject({
        code: 'ALREADY_EXISTS',
        details: { ticket: ticket.id },
      })
      await maintenance.handle([OVERTRAVEL])
      expect(await onlyTicket(maintenance)).toMatchObject({ id: ticket.id, fault: 'f-1', occurrences: 2 })
      for (const [input, code] of [
        [{ equipment: 'nobody', title: 'x' }, 'NOT_FOUND'],
        [{ equipment: 'lift-1' }, 'BAD_REQUEST'],
        [{ equipment: 'lift-1', faultCode: 'FDC-TRIP' }, 'BAD_REQUEST'],
        [{ equipment: 'lift-1', title: 'x', parts: [{ partNo: 'NO', quantity: 1 }] }, 'UNKNOWN_PART'],
        [{ equipment: 'lift-1', title: 'x', technician: 'nobody' }, 'UNKNOWN_TECHNICIAN'],
      ] as const)
        await expect(maintenance.tickets.create(input as never, DISPATCHER)).rejects.toMatchObject({ code })
    })
  })
}
