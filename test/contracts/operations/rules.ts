import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { classEntry, loadCatalogue } from '#domain/catalogue.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { ADMIN, ended, MONDAY, startTestMaintenance, transition } from '../../helpers/maintenance.ts'

const DAY = 86_400_000

/** The catalogue with one rule of lifts changed. */
function withRule(code: string, change: Partial<FaultRule>) {
  const catalogue = loadCatalogue()
  const elevator = catalogue.classes.get('elevator')
  if (!elevator) throw new Error('no elevator')
  const faults = elevator.faults.map(fault => (fault.code === code ? { ...fault, ...change } : fault))
  return { ...catalogue, classes: new Map(catalogue.classes).set('elevator', classEntry({ ...elevator, faults })) }
}

export function rulesContract(kind: string, open: () => Promise<Database>): void {
  const LIFTS = ['lift-1', 'lift-2']

  describe(`rules that people changed, ${kind}`, () => {
    test('a rule opens no more tickets a day than it may; its faults are shown and say so; a person may open one', async () => {
      const catalogue = withRule('ELV-LEVEL', { ticketsPerDay: 1 })
      const { handle, faults, tickets, clock } = await startTestMaintenance(await open(), { catalogue })
      for (const lift of LIFTS) await handle([transition(`f-${lift}`, lift, 'ELV-LEVEL')])
      await handle([transition('f-lift-2', 'lift-2', 'ELV-LEVEL')])
      expect((await tickets.list({ open: true })).items.map(ticket => ticket.equipment)).toEqual(['lift-1'])
      expect(await faults.get('f-lift-2')).toMatchObject({ state: 'firing', withheld: true })
      expect((await faults.history('f-lift-2', ADMIN)).map(line => line.event)).toContain('ticketWithheld')
      const byHand = await tickets.create({ equipment: 'lift-2', faultCode: 'ELV-LEVEL' }, ADMIN)
      expect(byHand.fault).toBe('f-lift-2')
      clock.set(MONDAY + DAY)
      await handle([transition('f-p', 'lift-2', 'ELV-VIB', MONDAY + DAY)])
      expect((await tickets.list({ open: true })).items).toHaveLength(3)
    })

    test('the next day it may open tickets again', async () => {
      const catalogue = withRule('ELV-LEVEL', { ticketsPerDay: 1 })
      const { handle, tickets, clock } = await startTestMaintenance(await open(), { catalogue })
      await handle([transition('f-1', 'lift-1', 'ELV-LEVEL')])
      clock.set(MONDAY + DAY)
      await handle([transition('f-2', 'lift-2', 'ELV-LEVEL', MONDAY + DAY)])
      expect((await tickets.list({ open: true })).items).toHaveLength(2)
    })

    test('danger to life has no budget', async () => {
      const catalogue = withRule('ELV-OVERTRAVEL', { ticketsPerDay: 1 })
      const { handle, tickets } = await startTestMaintenance(await open(), { catalogue })
      for (const lift of LIFTS) await handle([transition(`f-${lift}`, lift, 'ELV-OVERTRAVEL')])
      expect((await tickets.list({ open: true })).items).toHaveLength(2)
    })

    test('what a rule in shadow mode finds is kept apart from faults and tickets, once', async () => {
      const database = await open()
      const { handle, faults, tickets } = await startTestMaintenance(database)
      const found = transition('shadow-1', 'lift-1', 'ELV-LEVEL')
      await handle([found, found, ended(found), found])
      expect((await faults.list({})).items).toEqual([])
      expect((await tickets.list({})).items).toEqual([])
      const rows = await database.db.selectFrom('shadow_fault').selectAll().execute()
      expect(rows).toMatchObject([{ id: 'shadow-1', fired_at: MONDAY, resolved_at: MONDAY + 60_000 }])
    })
  })
}
