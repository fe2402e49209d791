import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { Tables } from '#database/tables.ts'
import type { FaultTransition } from '#domain/faults.ts'
import { ADMIN, ended, MONDAY, onlyTicket, transition } from '../../helpers/maintenance.ts'
import { LEVEL, OVERTRAVEL, startWith } from './start.ts'

const ROWS: (keyof Tables)[] = [
  'fault',
  'ticket',
  'ticket_clock',
  'ticket_event',
  'part',
  'reservation',
  'purchase_order',
]

/** Every row that faults and tickets leave behind, in a stable order. */
async function allRows({ db }: Database): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {}
  for (const name of ROWS) {
    const rows = await db.selectFrom(name).selectAll().execute()
    tables[name] = rows.map(row => JSON.stringify(row)).sort()
  }
  return tables
}

/** Fires and ends as the rules tell them: one open occurrence of a code at a time. */
function toHistory(steps: readonly { code: string; gap: number }[]): FaultTransition[] {
  const open = new Map<string, FaultTransition>()
  let at = MONDAY
  return steps.map(({ code, gap }) => {
    at += gap
    const known = open.get(code)
    open.delete(code)
    if (known) return ended(known, at)
    const fired = transition(`f-${code}-${at}`, 'lift-1', code, at)
    open.set(code, fired)
    return fired
  })
}

/** Makes every insert into a table fail inside the database. */
async function breakTable({ db, dialect }: Database, table: string): Promise<void> {
  const statements =
    dialect === 'sqlite'
      ? [`create trigger broken before insert on ${table} begin select raise(abort, 'boom'); end`]
      : [
          `create function broken() returns trigger language plpgsql as $$ begin raise exception 'boom'; end $$`,
          `create trigger broken before insert on ${table} for each row execute function broken()`,
        ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}

async function mendTable({ db, dialect }: Database, table: string): Promise<void> {
  await sql.raw(dialect === 'sqlite' ? 'drop trigger broken' : `drop trigger broken on ${table}`).execute(db)
}

/** Opening a ticket, on every operations database. `open` gives an empty one. */
export function ticketOpeningContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`opening a ticket on ${kind}`, () => {
    test('a fault becomes one ticket with its priority, parts, clocks and technician', async () => {
      const { maintenance } = await start()
      await maintenance.parts.change('ELV-BRK-PAD-01', { onHand: 3 }, ADMIN)
      await maintenance.handle([OVERTRAVEL])
      const ticket = await onlyTicket(maintenance)
      expect(ticket).toMatchObject({
        id: 't-1',
        version: 1,
        fault: 'f-1',
        faultCode: 'ELV-OVERTRAVEL',
        severity: 'major',
        lifeSafety: true,
        priority: 'P0',
        status: 'new',
        origin: 'rule',
        skill: 'SK-ELV-T',
        technician: 'zhang',
        technicianProposed: true,
        occurrences: 1,
      })
      expect(ticket.parts).toEqual([
        { partNo: 'ELV-BRK-PAD-01', quantity: 1, status: 'reserved', store: 'main' },
        { partNo: 'ELV-LIM-SW-01', quantity: 2, status: 'short' },
      ])
      expect(ticket.clocks.map(c => [c.kind, (c.dueAt - MONDAY) / 60_000])).toEqual([
        ['acknowledge', 1],
        ['dispatch', 3],
        ['arrive', 30],
        ['makeSafe', 60],
        ['resolve', 1440],
        ['respond', 1440],
      ])
      expect(await maintenance.faults.get('f-1')).toMatchObject({ state: 'firing', ticket: 't-1', lifeSafety: true })
      expect(await maintenance.parts.get('ELV-BRK-PAD-01')).toMatchObject({ onHand: 3, reserved: 1, available: 2 })
      expect((await maintenance.purchaseOrders.list({})).items).toEqual([
        expect.objectContaining({ partNo: 'ELV-LIM-SW-01', status: 'requested', ticket: 't-1' }),
      ])
    })

    test('an advisory fault opens no ticket', async () => {
      const { maintenance } = await start()
      await maintenance.handle([transition('f-1', 'feeder-1', 'FDC-HIGHLOAD')])
      expect((await maintenance.faults.list({ state: 'active' })).items).toHaveLength(1)
      expect((await maintenance.tickets.list({})).items).toEqual([])
    })

    test('a predicted fault opens a ticket of planned work, with its parts and fourteen days', async () => {
      const { maintenance } = await start()
      await maintenance.handle([transition('f-1', 'lift-1', 'ELV-VIB-TREND')])
      const [ticket] = (await maintenance.tickets.list({})).items
      expect(ticket).toMatchObject({ origin: 'prediction', priority: 'P4', fault: 'f-1', skill: 'SK-ELV-T' })
      expect(ticket?.parts).toEqual([expect.objectContaining({ partNo: 'ELV-BRG-01', quantity: 1 })])
      const resolve = ticket?.clocks.find(({ kind }) => kind === 'resolve')
      expect((resolve?.dueAt ?? 0) - (resolve?.startedAt ?? 0)).toBe(14 * 86_400_000)
    })

    test('told again, in parallel, and after a restart: one ticket, one occurrence', async () => {
      const { database, maintenance } = await start()
      await Promise.all(Array.from({ length: 20 }, () => maintenance.handle([OVERTRAVEL])))
      const before = await allRows(database)
      const again = await maintenance.restart()
      await Promise.all(Array.from({ length: 5 }, () => again.handle([OVERTRAVEL])))
      expect(await allRows(database)).toEqual(before)
      expect((await onlyTicket(again)).occurrences).toBe(1)
    })

    test('different faults of one code in parallel: one open fault, one open ticket', async () => {
      const { maintenance } = await start()
      const many = Array.from({ length: 20 }, (_, i) => transition(`f-${i}`, 'lift-1', 'ELV-OVERTRAVEL', MONDAY + i))
      await Promise.all(many.map(one => maintenance.handle([one])))
      expect((await maintenance.faults.list({})).items).toHaveLength(1)
      expect((await onlyTicket(maintenance)).occurrences).toBe(1)
    })

    test('whatever prefix of a history is told again, the rows stay the same', async () => {
      const codes = ['ELV-OVERTRAVEL', 'ELV-LEVEL', 'ELV-DOOR-FAIL']
      const steps = fc.array(fc.record({ code: fc.constantFrom(...codes), gap: fc.integer({ min: 1, max: 99 }) }), {
        minLength: 1,
        maxLength: 8,
      })
      await fc.assert(
        fc.asyncProperty(steps, fc.nat(20), async (history, cut) => {
          const { database, maintenance } = await start()
          const told = toHistory(history)
          await maintenance.handle(told)
          const before = await allRows(database)
          await maintenance.handle(told.slice(0, 1 + (cut % told.length)))
          expect(await allRows(database)).toEqual(before)
        }),
        { numRuns: 8 },
      )
    })

    test('what fails in the middle leaves nothing', async () => {
      const { database, maintenance } = await start()
      const before = await allRows(database)
      await breakTable(database, 'reservation')
      await expect(maintenance.handle([OVERTRAVEL])).rejects.toThrow(/boom/)
      expect(await allRows(database)).toEqual(before)
      await mendTable(database, 'reservation')
      await maintenance.handle([OVERTRAVEL])
      expect((await onlyTicket(maintenance)).parts).toHaveLength(2)
    })

    test('the technician with the skill, for the site, and with the fewest open tickets is proposed', async () => {
      const { maintenance } = await start()
      const { add } = maintenance.technicians
      await add({ id: 'an', name: 'An', skills: ['SK-ELV-T'], sites: ['s2'] }, ADMIN)
      await add({ id: 'bo', name: 'Bo', skills: ['SK-ELV-T'], active: false }, ADMIN)
      await add({ id: 'zhou', name: 'Zhou', skills: ['SK-ELV-T'], sites: ['s1'] }, ADMIN)
      await maintenance.handle([OVERTRAVEL, LEVEL, transition('f-3', 'lift-2', 'ELV-LEVEL')])
      const { items } = await maintenance.tickets.list({})
      expect(Object.fromEntries(items.map(t => [t.fault, t.technician]))).toEqual({
        'f-1': 'zhou',
        'f-2': 'zhang',
        'f-3': 'zhou',
      })
    })
  })
}
