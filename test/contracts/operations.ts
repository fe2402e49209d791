import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { Tables } from '#database/tables.ts'
import type { FaultTransition } from '#domain/faults.ts'
import { SYSTEM } from '#domain/people.ts'
import { TICKET_MOVES, TICKET_STATUSES, type TicketStatus } from '#domain/tickets.ts'
import { reserveParts } from '../../maintenance/reservations.ts'
import {
  ADMIN,
  DISPATCHER,
  ended,
  MONDAY,
  moveThrough,
  onlyTicket,
  startTestMaintenance,
  transition,
} from '../helpers/maintenance.ts'

const ZHANG = { id: 'zhang', name: '张师傅', skills: ['SK-ELV-T', 'SK-ELE-LV'] }
const OVERTRAVEL = transition('f-1', 'lift-1', 'ELV-OVERTRAVEL')
const LEVEL = transition('f-2', 'lift-1', 'ELV-LEVEL')

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

/** What maintenance promises on every operations database. `open` gives an empty one. */
export function operationsContract(kind: string, open: () => Promise<Database>): void {
  const start = async (params = {}) => {
    const database = await open()
    const maintenance = await startTestMaintenance(database, { params })
    await maintenance.technicians.add(ZHANG, ADMIN)
    return { database, maintenance }
  }

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
        { partNo: 'ELV-BRK-PAD-01', quantity: 1, status: 'reserved' },
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

    test('advisory and predictive faults open none', async () => {
      const { maintenance } = await start()
      await maintenance.handle([
        transition('f-1', 'feeder-1', 'FDC-HIGHLOAD'),
        transition('f-2', 'lift-1', 'ELV-VIB-TREND'),
      ])
      expect((await maintenance.faults.list({ state: 'active' })).items).toHaveLength(2)
      expect((await maintenance.tickets.list({})).items).toEqual([])
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
        'f-1': 'zhang',
        'f-2': 'zhou',
        'f-3': 'zhang',
      })
    })
  })

  describe(`parts on ${kind}`, () => {
    test('100 parallel requests for 10 parts: 10 reserved, 90 short, never oversold', async () => {
      const { database, maintenance } = await start()
      await maintenance.parts.change('ELV-BRG-01', { onHand: 10 }, ADMIN)
      const parts = [{ partNo: 'ELV-BRG-01', quantity: 1 }]
      const input = { equipment: 'lift-1', title: 'noise', parts }
      await Promise.all(Array.from({ length: 100 }, () => maintenance.tickets.create(input, DISPATCHER)))
      expect(await maintenance.parts.get('ELV-BRG-01')).toMatchObject({ onHand: 10, reserved: 10, available: 0 })
      const rows = await database.db.selectFrom('reservation').selectAll().execute()
      expect(rows.filter(r => r.status === 'reserved')).toHaveLength(10)
      expect(rows.filter(r => r.status === 'short')).toHaveLength(90)
      const orders = await database.db.selectFrom('purchase_order').select('id').execute()
      expect(new Set(orders.map(o => o.id)).size).toBe(90)
    })

    test('the update itself decides: reservations that no other lock keeps apart do not oversell either', async () => {
      const { database, maintenance } = await start()
      await maintenance.parts.change('ELV-BRG-01', { onHand: 10 }, ADMIN)
      const tickets: string[] = []
      for (let i = 0; i < 30; i++)
        tickets.push((await maintenance.tickets.create({ equipment: 'lift-1', title: `${i}` }, DISPATCHER)).id)
      const need = [{ partNo: 'ELV-BRG-01', quantity: 1 }]
      await Promise.all(tickets.map(id => database.write(trx => reserveParts(trx, id, need, MONDAY))))
      expect((await maintenance.reservations.list({ status: 'reserved' })).items).toHaveLength(10)
      expect(await maintenance.parts.get('ELV-BRG-01')).toMatchObject({ onHand: 10, reserved: 10 })
    })

    test('tickets that take the same parts in every order, in parallel, all get through', async () => {
      const { maintenance } = await start()
      const partNos = ['ELV-BRG-01', 'ELV-DR-BELT-01', 'ELV-RLY-01', 'ELV-ENC-01']
      for (const partNo of partNos) await maintenance.parts.change(partNo, { onHand: 20 }, ADMIN)
      const shuffled = (i: number) => partNos.map((_, j) => ({ partNo: partNos[(i + j) % 4] ?? '', quantity: 1 }))
      const made = await Promise.all(
        Array.from({ length: 40 }, (_, i) =>
          maintenance.tickets.create({ equipment: 'lift-1', title: 'x', parts: shuffled(i) }, DISPATCHER),
        ),
      )
      await Promise.all(made.map(t => maintenance.tickets.move(t.id, { to: 'cancelled', reason: 'done' }, DISPATCHER)))
      const { items } = await maintenance.parts.list({ search: 'ELV-' })
      expect(items.filter(p => partNos.includes(p.partNo)).map(p => [p.onHand, p.reserved])).toEqual(
        Array(4).fill([20, 0]),
      )
    })

    test('short → bought → received → reserved, the more urgent ticket first', async () => {
      const { maintenance } = await start()
      await maintenance.handle([LEVEL])
      maintenance.clock.set(MONDAY + 1000)
      await maintenance.handle([OVERTRAVEL])
      const statusOf = async () =>
        Object.fromEntries(
          (await maintenance.reservations.list({ partNo: 'ELV-BRK-PAD-01' })).items.map(r => [r.ticket, r.status]),
        )
      expect(await statusOf()).toEqual({ 't-1': 'short', 't-2': 'short' })
      const { items: orders } = await maintenance.purchaseOrders.list({ partNo: 'ELV-BRK-PAD-01' })
      const [first, second] = orders.map(o => o.id)
      await maintenance.parts.change('ELV-BRK-PAD-01', { onHand: 1 }, ADMIN)
      expect(await statusOf()).toEqual({ 't-1': 'short', 't-2': 'reserved' })
      const ordered = await maintenance.purchaseOrders.change(first ?? '', { status: 'ordered' }, ADMIN)
      expect((await maintenance.parts.get('ELV-BRK-PAD-01'))?.incoming).toBe(ordered.quantity)
      await Promise.allSettled(
        [1, 2, 3].map(() => maintenance.purchaseOrders.change(first ?? '', { status: 'received' }, ADMIN)),
      )
      expect(await statusOf()).toEqual({ 't-1': 'reserved', 't-2': 'reserved' })
      expect(await maintenance.parts.get('ELV-BRK-PAD-01')).toMatchObject({
        onHand: 1 + ordered.quantity,
        reserved: 2,
        incoming: 0,
      })
      await expect(
        maintenance.purchaseOrders.change(first ?? '', { status: 'cancelled' }, ADMIN),
      ).rejects.toMatchObject({ code: 'ILLEGAL_MOVE', details: { from: 'received', allowed: [] } })
      expect(second).toBeDefined()
      const ticket = await maintenance.tickets.get('t-1')
      expect(ticket?.timeline.at(-1)).toMatchObject({ event: 'partReserved', by: SYSTEM.username })
    })

    test('a repair issues what it used, gives the rest back, and the rest serves who waits', async () => {
      const { maintenance } = await start()
      await maintenance.parts.change('ELV-LIM-SW-01', { onHand: 2 }, ADMIN)
      await maintenance.parts.change('ELV-BRK-PAD-01', { onHand: 2 }, ADMIN)
      await maintenance.handle([OVERTRAVEL])
      const parts = [{ partNo: 'ELV-LIM-SW-01', quantity: 1 }]
      const waiting = await maintenance.tickets.create({ equipment: 'lift-2', title: 'switch', parts }, DISPATCHER)
      expect(waiting.parts).toEqual([{ ...parts[0], status: 'short' }])
      await moveThrough(maintenance, 't-1', ['acknowledged', 'dispatched', 'onSite'])
      const repair = { cause: 'wear-out', action: 'replace' }
      const partsUsed = [
        { partNo: 'ELV-LIM-SW-01', quantity: 1 },
        { partNo: 'ELV-BRK-PAD-01', quantity: 2 },
      ]
      const done = await maintenance.tickets.move('t-1', { to: 'repaired', repair, partsUsed }, DISPATCHER)
      expect(done.parts).toEqual([
        { partNo: 'ELV-BRK-PAD-01', quantity: 2, status: 'issued' },
        { partNo: 'ELV-LIM-SW-01', quantity: 1, status: 'issued' },
        { partNo: 'ELV-LIM-SW-01', quantity: 1, status: 'released' },
      ])
      expect(await maintenance.parts.get('ELV-BRK-PAD-01')).toMatchObject({ onHand: 0, reserved: 0 })
      expect(await maintenance.parts.get('ELV-LIM-SW-01')).toMatchObject({ onHand: 1, reserved: 1 })
      expect((await maintenance.tickets.get(waiting.id))?.parts[0]?.status).toBe('reserved')
    })

    test('what is not there cannot be used, and a count cannot fall below what is held', async () => {
      const { database, maintenance } = await start()
      await maintenance.parts.change('ELV-BRK-PAD-01', { onHand: 2 }, ADMIN)
      await maintenance.handle([OVERTRAVEL])
      const other = transition('f-9', 'lift-2', 'ELV-BRAKE')
      await maintenance.handle([other])
      await moveThrough(maintenance, 't-1', ['acknowledged', 'dispatched', 'onSite'])
      const before = await allRows(database)
      const repair = { cause: 'wear-out', action: 'replace' }
      const use = (partNo: string, quantity: number) =>
        maintenance.tickets.move('t-1', { to: 'repaired', repair, partsUsed: [{ partNo, quantity }] }, DISPATCHER)
      await expect(use('ELV-BRK-PAD-01', 2)).rejects.toMatchObject({ code: 'NOT_ENOUGH_STOCK' })
      await expect(use('NO-SUCH', 1)).rejects.toMatchObject({ code: 'UNKNOWN_PART' })
      await expect(maintenance.parts.change('ELV-BRK-PAD-01', { onHand: 1 }, ADMIN)).rejects.toMatchObject({
        code: 'NOT_ENOUGH_STOCK',
        details: { reserved: 2 },
      })
      expect(await allRows(database)).toEqual(before)
    })

    test('fractions leave no binary remainders', async () => {
      const { maintenance } = await start()
      await maintenance.parts.add({ partNo: 'OIL', name: 'Oil', unit: 'L', onHand: 0.8 }, ADMIN)
      const open = (quantity: number) =>
        maintenance.tickets.create(
          { equipment: 'lift-1', title: 'oil', parts: [{ partNo: 'OIL', quantity }] },
          DISPATCHER,
        )
      const made = [await open(0.7), await open(0.1)]
      expect(await maintenance.parts.get('OIL')).toMatchObject({ reserved: 0.8, available: 0 })
      for (const { id } of made) await maintenance.tickets.move(id, { to: 'cancelled', reason: 'x' }, DISPATCHER)
      expect(await maintenance.parts.get('OIL')).toMatchObject({ onHand: 0.8, reserved: 0, available: 0.8 })
    })

    test('a part of the catalogue is counted once by adding it; after that it exists', async () => {
      const { maintenance } = await start()
      expect(await maintenance.parts.add({ partNo: 'ELV-BRG-01', onHand: 4 }, ADMIN)).toMatchObject({ onHand: 4 })
      for (const partNo of ['ELV-BRG-01', 'OIL-1'])
        if (partNo === 'OIL-1')
          await expect(maintenance.parts.add({ partNo }, ADMIN)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
        else await expect(maintenance.parts.add({ partNo }, ADMIN)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
      const twice = await Promise.allSettled(
        [1, 2].map(() => maintenance.parts.add({ partNo: 'NEW-1', name: 'New' }, ADMIN)),
      )
      expect(twice.map(r => r.status).sort()).toEqual(['fulfilled', 'rejected'])
    })
  })

  describe(`moves on ${kind}`, () => {
    const illegal = TICKET_STATUSES.flatMap(from =>
      TICKET_STATUSES.filter(to => !TICKET_MOVES[from].includes(to)).map(to => [from, to] as const),
    )

    test(`every move outside the table is refused (${illegal.length} pairs) and changes nothing`, async () => {
      const { database, maintenance } = await start()
      await maintenance.tickets.create({ equipment: 'lift-1', title: 'x' }, DISPATCHER)
      const stand = (status: TicketStatus) => database.db.updateTable('ticket').set({ status }).execute()
      for (const [from, to] of illegal) {
        await stand(from)
        const before = await allRows(database)
        const refused = maintenance.tickets.move('t-1', { to, reason: 'x', technician: 'zhang' }, ADMIN)
        await expect(refused, `${from} → ${to}`).rejects.toMatchObject({
          code: 'ILLEGAL_MOVE',
          details: { from, to, allowed: TICKET_MOVES[from] },
        })
        expect(await allRows(database)).toEqual(before)
      }
    })

    test('a ticket goes its way, each step with who and when, and its clocks stop', async () => {
      const { maintenance } = await start()
      await maintenance.handle([LEVEL])
      const { clock } = maintenance
      const way = [
        'acknowledged',
        'dispatched',
        'accepted',
        'enRoute',
        'onSite',
        'waitingPart',
        'onSite',
        'repaired',
      ] as const
      for (const [i, to] of way.entries()) {
        clock.set(MONDAY + (i + 1) * 60_000)
        await moveThrough(maintenance, 't-1', [to])
      }
      await maintenance.handle([ended(LEVEL, MONDAY + 9 * 60_000)])
      const closed = await moveThrough(maintenance, 't-1', ['verified', 'followedUp', 'closed'])
      expect(closed).toMatchObject({
        status: 'closed',
        technician: 'zhang',
        technicianProposed: false,
        restoredAt: MONDAY + 9 * 60_000,
        repair: { cause: 'wear-out', action: 'replace' },
      })
      expect(closed.timeline.filter(e => e.event === 'moved').map(e => [e.from, e.to, e.by])).toEqual(
        ['new', ...way, 'verified', 'followedUp'].map((from, i) => [
          from,
          [...way, 'verified', 'followedUp', 'closed'][i],
          'wang',
        ]),
      )
      const stopped = Object.fromEntries(closed.clocks.map(c => [c.kind, ((c.stoppedAt ?? 0) - MONDAY) / 60_000]))
      expect(stopped).toEqual({ acknowledge: 1, respond: 1, dispatch: 2, arrive: 5, resolve: 8 })
      expect(closed.parts.every(p => p.status === 'released')).toBe(true)
    })

    test('a move without what it needs is refused and told what is missing', async () => {
      const { maintenance } = await start()
      const { id } = await maintenance.tickets.create({ equipment: 'pump-1', title: 'x' }, DISPATCHER)
      const refused = async (move: object, code: string, details: object) =>
        await expect(maintenance.tickets.move(id, move as never, DISPATCHER)).rejects.toMatchObject({ code, details })
      await refused({ to: 'dispatched' }, 'MOVE_NEEDS', { missing: ['technician'] })
      await refused({ to: 'dispatched', technician: 'nobody' }, 'UNKNOWN_TECHNICIAN', { technician: 'nobody' })
      await refused({ to: 'cancelled' }, 'MOVE_NEEDS', { missing: ['reason'] })
      await refused({ to: 'acknowledged', partsUsed: [] }, 'BAD_REQUEST', {})
      await moveThrough(maintenance, id, ['dispatched', 'onSite'])
      await refused({ to: 'repaired' }, 'MOVE_NEEDS', { missing: ['repair.cause', 'repair.action'] })
      await refused({ to: 'repaired', repair: { cause: 'gremlins', action: 'replace' } }, 'BAD_REQUEST', {})
      await refused({ to: 'waitingPart' }, 'MOVE_NEEDS', { missing: ['reason'] })
      await expect(maintenance.tickets.move('t-99', { to: 'closed' }, DISPATCHER)).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
      const stranger = { ...DISPATCHER, sites: ['s2'] }
      await expect(maintenance.tickets.move(id, { to: 'madeSafe' }, stranger)).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
    })

    test('a ticket from a fault does not end while the fault is there', async () => {
      const { maintenance } = await start()
      await maintenance.handle([LEVEL])
      const active = { code: 'FAULT_STILL_ACTIVE', details: { fault: 'f-2', evidence: LEVEL.evidence } }
      await expect(moveThrough(maintenance, 't-1', ['cancelled'])).rejects.toMatchObject(active)
      await moveThrough(maintenance, 't-1', ['acknowledged', 'dispatched', 'onSite', 'repaired'])
      await expect(moveThrough(maintenance, 't-1', ['verified'])).rejects.toMatchObject(active)
      expect(maintenance.resets.asked).toEqual([])
      await maintenance.handle([ended(LEVEL)])
      expect((await moveThrough(maintenance, 't-1', ['verified', 'closed'])).status).toBe('closed')
    })

    test('a latched fault is reset through the rules when its ticket is verified', async () => {
      const { maintenance } = await start()
      await maintenance.handle([OVERTRAVEL])
      await expect(moveThrough(maintenance, 't-1', ['verified'])).rejects.toMatchObject({ code: 'ILLEGAL_MOVE' })
      expect(maintenance.resets.asked).toEqual([])
      await moveThrough(maintenance, 't-1', ['acknowledged', 'dispatched', 'onSite', 'repaired'])
      await expect(moveThrough(maintenance, 't-1', ['verified'])).rejects.toMatchObject({ code: 'FAULT_STILL_ACTIVE' })
      maintenance.resets.answer = 'resolved'
      expect((await moveThrough(maintenance, 't-1', ['verified'])).status).toBe('verified')
      expect(maintenance.resets.asked).toEqual(['lift-1 ELV-OVERTRAVEL', 'lift-1 ELV-OVERTRAVEL'])
      expect((await maintenance.faults.get('f-1'))?.state).toBe('resolved')
    })

    test('of two people who act at once, the second is told what changed', async () => {
      const { maintenance } = await start()
      const { id, version } = await maintenance.tickets.create({ equipment: 'lift-1', title: 'x' }, DISPATCHER)
      const act = (to: 'acknowledged' | 'cancelled') =>
        maintenance.tickets.move(id, { to, version, reason: to }, { ...DISPATCHER, username: to })
      const results = await Promise.allSettled([act('acknowledged'), act('cancelled')])
      const refused = results.filter(r => r.status === 'rejected').map(r => r.reason)
      const { status } = (await maintenance.tickets.get(id)) ?? {}
      expect(refused).toMatchObject([
        {
          code: 'STALE_VERSION',
          details: { version: version + 1, since: [{ event: 'moved', to: status, by: status }] },
        },
      ])
    })

    test('the fault comes back: an occurrence more, and a repair thought done is reopened', async () => {
      const { maintenance } = await start()
      await maintenance.handle([LEVEL, ended(LEVEL)])
      const second = transition('f-3', 'lift-1', 'ELV-LEVEL', MONDAY + 120_000)
      await maintenance.handle([second, ended(second)])
      expect(await onlyTicket(maintenance)).toMatchObject({ occurrences: 2, fault: 'f-3', status: 'new' })
      await moveThrough(maintenance, 't-1', ['acknowledged', 'dispatched', 'onSite', 'repaired', 'verified'])
      const third = transition('f-4', 'lift-1', 'ELV-LEVEL', MONDAY + 300_000)
      await maintenance.handle([third])
      const ticket = await onlyTicket(maintenance)
      expect(ticket).toMatchObject({ occurrences: 3, fault: 'f-4', status: 'reopened' })
      expect(ticket.restoredAt).toBeUndefined()
      expect(ticket.clocks.find(c => c.kind === 'resolve')?.stoppedAt).toBeUndefined()
      await maintenance.handle([ended(third)])
      await moveThrough(maintenance, 't-1', ['dispatched', 'onSite', 'repaired', 'verified', 'closed'])
      await maintenance.handle([transition('f-5', 'lift-1', 'ELV-LEVEL', MONDAY + 900_000)])
      expect(await onlyTicket(maintenance)).toMatchObject({ id: 't-2', occurrences: 1 })
      await expect(moveThrough(maintenance, 't-1', ['reopened'])).rejects.toMatchObject({
        code: 'ALREADY_EXISTS',
        details: { ticket: 't-2' },
      })
    })
  })

  describe(`time on ${kind}`, () => {
    test('a clock that runs out is marked once, whatever is restarted', async () => {
      const { database, maintenance } = await start()
      await maintenance.handle([OVERTRAVEL])
      maintenance.clock.set(MONDAY + 4 * 60_000)
      const again = await (await maintenance.restart()).restart()
      const ticket = await onlyTicket(again)
      expect(ticket.clocks.filter(c => c.breachedAt !== undefined).map(c => c.kind)).toEqual([
        'acknowledge',
        'dispatch',
      ])
      const breaches = ticket.timeline.filter(e => e.event === 'breached').map(e => e.detail?.clock)
      expect(breaches).toEqual(['acknowledge', 'dispatch'])
      const logged = await database.db.selectFrom('change_log').select('seq').where('channel', '=', 'tickets').execute()
      expect(logged).toHaveLength(2)
    })

    test('a promise kept late is a promise broken, even if nobody looked in between', async () => {
      const { maintenance } = await start()
      await maintenance.handle([OVERTRAVEL])
      maintenance.clock.set(MONDAY + 90_000)
      const ticket = await moveThrough(maintenance, 't-1', ['acknowledged'])
      expect(ticket.clocks[0]).toMatchObject({
        kind: 'acknowledge',
        stoppedAt: MONDAY + 90_000,
        breachedAt: MONDAY + 60_000,
      })
    })

    test('a shelved fault opens no ticket until the shelf ends, and then, if it still fires, it does', async () => {
      const { maintenance } = await start()
      await maintenance.handle([LEVEL, ended(LEVEL)])
      await moveThrough(maintenance, 't-1', ['cancelled'])
      const shelf = { until: MONDAY + 3_600_000, reason: 'sensor being replaced' }
      expect(await maintenance.faults.shelve('f-2', DISPATCHER, shelf)).toMatchObject({ shelvedBy: 'wang' })
      await maintenance.handle([transition('f-3', 'lift-1', 'ELV-LEVEL', MONDAY + 120_000)])
      expect((await maintenance.tickets.list({ open: true })).items).toEqual([])
      expect(await maintenance.faults.get('f-3')).toMatchObject({ state: 'firing', shelvedUntil: shelf.until })
      maintenance.clock.set(shelf.until)
      const again = await maintenance.restart()
      expect(await onlyTicket(again)).toMatchObject({ fault: 'f-3', openedAt: shelf.until })
      expect((await again.faults.get('f-3'))?.shelvedUntil).toBeUndefined()
    })
  })

  describe(`people and faults on ${kind}`, () => {
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

  describe(`lists and reports on ${kind}`, () => {
    test('pages join without a gap or a double, and a foreign site sees nothing', async () => {
      const { maintenance } = await start()
      for (let i = 0; i < 7; i++) {
        maintenance.clock.set(MONDAY + (i >> 1))
        await maintenance.tickets.create({ equipment: 'lift-1', title: `${i}` }, DISPATCHER)
      }
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await maintenance.tickets.list({ limit: 3, cursor })
        seen.push(...page.items.map(t => t.id))
        cursor = page.nextCursor
      } while (cursor)
      expect(seen).toEqual((await maintenance.tickets.list({})).items.map(t => t.id))
      expect(new Set(seen).size).toBe(7)
      expect((await maintenance.tickets.list({ sites: ['s2'] })).items).toEqual([])
      expect((await maintenance.tickets.list({ site: 's1', sites: ['s2'] })).items).toEqual([])
      await expect(maintenance.tickets.list({ cursor: 'x' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      const parts: string[] = []
      do {
        const page = await maintenance.parts.list({ limit: 50, cursor })
        parts.push(...page.items.map(p => p.partNo))
        cursor = page.nextCursor
      } while (cursor)
      expect(parts).toHaveLength((await maintenance.parts.list({ limit: 500 })).items.length)
      expect((await maintenance.parts.list({ search: '门挂轮' })).items.map(p => p.partNo)).toContain('ELV-DR-RLR-080')
      expect((await maintenance.parts.list({ search: '100%_' })).items).toEqual([])
    })

    test('reliability and causes count failures by the standards’ definitions', async () => {
      const { maintenance } = await start()
      const HOUR = 3_600_000
      const causes = ['wear-out', 'wear-out', 'environment', 'wear-out', 'environment', 'false-alarm']
      for (const [i, cause] of causes.entries()) {
        const failed = MONDAY + i * 10 * HOUR
        const fault = transition(`f-${i}`, 'lift-1', 'ELV-LEVEL', failed)
        maintenance.clock.set(failed)
        await maintenance.handle([fault])
        const { id } = await onlyTicket(maintenance)
        maintenance.clock.set(failed + HOUR)
        await moveThrough(maintenance, id, ['acknowledged', 'dispatched', 'onSite'])
        maintenance.clock.set(failed + 2 * HOUR)
        await maintenance.tickets.move(id, { to: 'repaired', repair: { cause, action: 'adjust' } }, DISPATCHER)
        await maintenance.handle([ended(fault, failed + 2 * HOUR)])
        await moveThrough(maintenance, id, ['verified', 'closed'])
      }
      maintenance.clock.set(MONDAY + 90 * HOUR)
      await maintenance.handle([transition('f-9', 'pump-1', 'FPU-NOTAUTO', MONDAY + 90 * HOUR)])
      const query = { from: MONDAY, to: MONDAY + 100 * HOUR }
      maintenance.clock.set(query.to)
      const report = await maintenance.analytics.reliability(query)
      expect(report).toMatchObject({ failures: 5, mttrHours: 2, split: { acknowledge: 1, repair: 1 } })
      expect(report.mtbfHours).toBeCloseTo((4 * 100 - 5 * 2 - 10) / 5, 9)
      expect(report.byClass).toMatchObject([
        { class: 'elevator', failures: 5, mttrHours: 2, mtbfHours: (200 - 10) / 5 },
      ])
      expect(report.byClass[0]?.tickets).toHaveLength(5)
      const few = await maintenance.analytics.reliability({ from: MONDAY, to: MONDAY + 35 * HOUR })
      expect(few).toMatchObject({ failures: 4, split: {} })
      expect(few.mttrHours).toBeUndefined()
      const pareto = await maintenance.analytics.causes(query)
      expect(pareto.total).toBe(5)
      expect(pareto.causes.map(c => [c.cause, c.count, c.downtimeHours, c.cumulative, c.tickets.length])).toEqual([
        ['wear-out', 3, 6, 0.6, 3],
        ['environment', 2, 4, 1, 2],
      ])
      expect(pareto.byFault.map(f => [f.code, f.count])).toEqual([
        ['ELV-LEVEL', 5],
        ['FPU-NOTAUTO', 1],
      ])
      expect((await maintenance.analytics.causes({ ...query, site: 's2' })).total).toBe(0)
    })
  })
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
