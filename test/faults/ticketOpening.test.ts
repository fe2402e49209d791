import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { Tables } from '#database/tables.ts'
import type { FaultTransition } from '#domain/faults.ts'
import { testDatabase } from '../helpers/database.ts'
import { ADMIN, startTestMaintenance, transition } from '../helpers/maintenance.ts'
import { halves } from './halves.ts'
import { describeOnBoth, inOwnProcess, type Place } from './inOwnProcess.ts'
import { untilSettled } from './untilSettled.ts'

const faults = (count = 1): FaultTransition[] =>
  Array.from({ length: count }, (_, n) => transition(`f-${n}`, 'lift-1', 'ELV-OVERTRAVEL', Date.now() + n))
const ONE = faults()
/** The same trouble, told as twenty faults. */
const MANY = faults(20)

interface Told {
  faults?: FaultTransition[]
  killAt?: number | 'commit' | ''
  variant?: 'piecemeal' | 'read-then-write' | ''
}

/** Tells a process of its own of faults. @returns what ended it: a signal, or null once all is done */
const tell = (at: Place, { faults: told = ONE, killAt = '', variant = '' }: Told = {}) =>
  inOwnProcess('ticketOpeningProcess.ts', at, [JSON.stringify(told), `${killAt}`, variant])

/** A lift, a technician, and of the two parts of the kit one in stock, as a service has them that is stopped. */
async function prepare(at: Place): Promise<Place> {
  const database = await testDatabase(at.url, at.dataDir)
  const maintenance = await startTestMaintenance(database, at)
  await maintenance.technicians.add({ id: 'zhang', name: '张师傅', skills: ['SK-ELV-T'] }, ADMIN)
  await maintenance.parts.change('ELV-BRK-PAD-01', { onHand: 3 }, ADMIN)
  await maintenance.stop()
  await database.close()
  return at
}

/** Every row of every table, in a stable order. */
async function allRows({ db }: Database): Promise<Record<string, string[]>> {
  const rows: Record<string, string[]> = {}
  for (const { name } of await db.introspection.getTables()) {
    const found = await db
      .selectFrom(name as keyof Tables)
      .selectAll()
      .execute()
    rows[name] = found.map(row => JSON.stringify(row)).sort()
  }
  return rows
}

/** Every row that is there before a service starts again. */
async function rowsLeft({ dataDir, url }: Place) {
  const database = await testDatabase(url, dataDir)
  await untilSettled(database)
  const rows = await allRows(database)
  await database.close()
  return rows
}

/** What is there once a service has started again, and what is not whole. */
async function verdict(at: Place) {
  const database = await testDatabase(at.url, at.dataDir)
  await untilSettled(database)
  const maintenance = await startTestMaintenance(database, at)
  const { items: tickets } = await maintenance.tickets.list({})
  const found = {
    faults: (await maintenance.openFaults()).length,
    clocks: tickets.map(ticket => ticket.clocks.length),
    parts: tickets.map(ticket => ticket.parts.map(({ partNo, status }) => `${partNo} ${status}`)),
    halves: await halves(database),
    differences: await maintenance.parts.audit(),
  }
  await maintenance.stop()
  await database.close()
  return found
}

const NOTHING = { faults: 0, clocks: [], parts: [], halves: [], differences: [] }
const KIT = ['ELV-BRK-PAD-01 reserved', 'ELV-LIM-SW-01 short']
const WHOLE = { faults: 1, clocks: [6], parts: [KIT], halves: [], differences: [] }
/** What opening a ticket from a fault writes. */
const WRITTEN = [
  ...['fault', 'fault_event', 'fault_timer', 'ticket', 'ticket_event', 'ticket_clock', 'clock_line'],
  ...['reservation', 'stock', 'stock_movement', 'purchase_order', 'counter', 'change_log'],
]

function openingTests(place: () => Promise<Place>): void {
  test('killed after each statement that opening writes, one after the other: not a row of it stays; told again it is whole', async () => {
    const at = await prepare(await place())
    const before = await rowsLeft(at)
    for (let step = 1; (await tell(at, { killAt: step })) === 'SIGKILL'; step++)
      expect(await rowsLeft(at), `step ${step}`).toEqual(before)
    const steps = (await readFile(join(at.dataDir, 'steps'), 'utf8')).trim().split('\n')
    expect(steps).toEqual(expect.arrayContaining(WRITTEN))
    expect(await verdict(at)).toEqual(WHOLE)
  }, 300_000)

  test('killed once it is committed, before anybody knows: it is whole, and told again not a row changes', async () => {
    const at = await prepare(await place())
    expect(await tell(at, { killAt: 'commit' })).toBe('SIGKILL')
    expect(await verdict(at)).toEqual(WHOLE)
    const rows = await rowsLeft(at)
    expect(await tell(at)).toBeNull()
    expect(await rowsLeft(at)).toEqual(rows)
  })

  test('told as 20 faults at once, killed in the middle, and 20 again: one fault, one ticket', async () => {
    const at = await prepare(await place())
    expect(await tell(at, { faults: MANY, killAt: 12 })).toBe('SIGKILL')
    expect(await verdict(at)).toEqual(NOTHING)
    expect(await tell(at, { faults: MANY })).toBeNull()
    expect(await verdict(at)).toEqual(WHOLE)
  })

  test.each([5, 12, 20])('steps that are written one by one are found out, killed after number %d', async killAt => {
    const at = await prepare(await place())
    expect(await tell(at, { killAt, variant: 'piecemeal' })).toBe('SIGKILL')
    expect((await verdict(at)).halves).not.toEqual([])
  })

  test('reading first and writing afterwards is found out', async () => {
    const at = await prepare(await place())
    await tell(at, { faults: MANY, variant: 'read-then-write' })
    const { faults: open, clocks: tickets } = await verdict(at)
    expect(open).toBeGreaterThan(1)
    expect(tickets.length).toBeGreaterThan(1)
  })
}

describeOnBoth('opening a ticket from a fault', openingTests)
