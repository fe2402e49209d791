import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { Tables } from '#database/tables.ts'
import { loadCatalogue } from '#domain/catalogue.ts'
import { SYSTEM } from '#domain/people.ts'
import { reserveParts } from '../../../maintenance/parts/reserveParts.ts'
import { ADMIN, DISPATCHER, ended, MONDAY, moveThrough, onlyTicket, transition } from '../../helpers/maintenance.ts'
import { LEVEL, OVERTRAVEL, startWith } from './start.ts'

const ROWS: (keyof Tables)[] = [
  'fault',
  'ticket',
  'ticket_clock',
  'ticket_event',
  'part',
  'stock',
  'stock_movement',
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

/** Parts, on every operations database. `open` gives an empty one. */
export function stockContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

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
      const taker = { version: 1, site: 's1', priority: 'P2' as const, technician: null }
      const rules = loadCatalogue().serviceLevels.parts
      await Promise.all(
        tickets.map(id => database.write(trx => reserveParts(trx, { ...taker, id }, need, rules, MONDAY))),
      )
      expect(await maintenance.parts.audit()).toEqual([])
      expect((await maintenance.reservations.list({ status: 'reserved' })).items).toHaveLength(10)
      expect(await maintenance.parts.get('ELV-BRG-01')).toMatchObject({ onHand: 10, reserved: 10 })
    })

    test('tickets that take the same parts in every order, in parallel, all get through', async () => {
      const { maintenance } = await start()
      const partNos = ['ELV-BRG-01', 'ELV-DR-BELT-01', 'ELV-RLY-01', 'ELV-ENC-01']
      for (const partNo of partNos) await maintenance.parts.change(partNo, { onHand: 20 }, ADMIN)
      const shuffled = (i: number) => partNos.map((_, j) => ({ partNo: partNos[(i + j) % 4] ?? '', quantity: 1 }))
      const made = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
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
        { partNo: 'ELV-BRK-PAD-01', quantity: 2, status: 'issued', store: 'main' },
        { partNo: 'ELV-LIM-SW-01', quantity: 1, status: 'issued', store: 'main' },
        { partNo: 'ELV-LIM-SW-01', quantity: 1, status: 'released', store: 'main' },
      ])
      expect(await maintenance.parts.get('ELV-BRK-PAD-01')).toMatchObject({ onHand: 0, reserved: 0 })
      expect(await maintenance.parts.get('ELV-LIM-SW-01')).toMatchObject({ onHand: 1, reserved: 1 })
      expect((await maintenance.tickets.get(waiting.id))?.parts[0]?.status).toBe('reserved')
    })

    test('a repair that did not hold reserves its kit anew, whoever finds out', async () => {
      const { maintenance } = await start()
      const { handle, tickets, intake, parts } = maintenance
      const trapped = transition('f-1', 'lift-1', 'ELV-TRAP')
      await handle([trapped])
      const { id, parts: kit } = await onlyTicket(maintenance)
      const partsUsed = kit.map(({ partNo, quantity }) => ({ partNo, quantity }))
      for (const { partNo } of kit) await parts.change(partNo, { onHand: 20 }, ADMIN)
      const repair = { cause: 'wear-out', action: 'replace' }
      const again = [
        () => handle([{ ...trapped, id: 'f-2', at: MONDAY + 120_000 }]),
        () => intake.takePublic({ equipment: 'lift-1', trouble: 'trapped' }),
        () => tickets.move(id, { to: 'reopened', reason: 'stuck again' }, DISPATCHER),
      ]
      await handle([ended(trapped)])
      for (const comesBack of again) {
        await moveThrough(maintenance, id, ['dispatched', 'onSite'])
        await tickets.move(id, { to: 'repaired', repair, partsUsed }, DISPATCHER)
        await comesBack()
        const ticket = await tickets.get(id)
        const held = ticket?.parts.filter(part => part.status === 'reserved')
        expect([ticket?.status, held?.map(({ partNo, quantity }) => ({ partNo, quantity }))]).toEqual([
          'reopened',
          partsUsed,
        ])
      }
      expect(await parts.audit()).toEqual([])
    })

    test('an urgent large need is not starved by small ones that came later', async () => {
      const { maintenance } = await start()
      const PART = 'ELV-LIM-SW-01'
      await maintenance.parts.change(PART, { onHand: 0 }, ADMIN)
      const wants = async (quantity: number, severity: 'major' | 'general') => {
        const input = { equipment: 'lift-2', title: 'x', severity, parts: [{ partNo: PART, quantity }] }
        return (await maintenance.tickets.create(input, DISPATCHER)).id
      }
      const [small, large] = [await wants(1, 'general'), await wants(3, 'major')]
      const arrive = async (quantity: number) => {
        await maintenance.parts.move(PART, { kind: 'receive', store: 'main', quantity }, ADMIN)
        const statusOf = async (id: string) => (await maintenance.tickets.get(id))?.parts[0]?.status
        return [await statusOf(large), await statusOf(small)]
      }
      expect(await arrive(2)).toEqual(['short', 'short'])
      expect(await arrive(1)).toEqual(['reserved', 'short'])
      expect(await arrive(1)).toEqual(['reserved', 'reserved'])
    })

    test('a ticket gives back what it was issued, and no more', async () => {
      const { maintenance } = await start()
      const PART = 'ELV-BRK-PAD-01'
      await maintenance.parts.change(PART, { onHand: 2 }, ADMIN)
      await maintenance.handle([OVERTRAVEL])
      await moveThrough(maintenance, 't-1', ['acknowledged', 'dispatched', 'onSite'])
      const repair = { cause: 'wear-out', action: 'replace' }
      const partsUsed = [{ partNo: PART, quantity: 2 }]
      await maintenance.tickets.move('t-1', { to: 'repaired', repair, partsUsed }, DISPATCHER)
      const giveBack = (quantity: number) =>
        maintenance.parts.move(PART, { kind: 'return', store: 'main', quantity, ticket: 't-1' }, ADMIN)
      await expect(giveBack(3)).rejects.toMatchObject({ code: 'BAD_QUANTITY', details: { issued: 2 } })
      await giveBack(1)
      await expect(giveBack(2)).rejects.toMatchObject({ code: 'BAD_QUANTITY', details: { issued: 1 } })
      const issued = (await maintenance.tickets.get('t-1'))?.parts.filter(({ status }) => status === 'issued')
      expect(issued?.find(({ partNo }) => partNo === PART)?.quantity).toBe(1)
      await giveBack(1)
      await expect(giveBack(1)).rejects.toMatchObject({ code: 'BAD_QUANTITY', details: { issued: 0 } })
      expect((await maintenance.parts.get(PART))?.onHand).toBe(2)
      expect(await maintenance.parts.audit()).toEqual([])
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
}
