import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { ADMIN, DISPATCHER, MONDAY, moveThrough } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const PART = 'ELV-ENC-01'
const DAY = 86_400_000

/** Several stores, and what stands in or gives way when one part is short; on every operations database. */
export function storesContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)
  const withStores = async () => {
    const started = await start()
    const { stores } = started.maintenance
    await stores.add({ id: 'site-1', name: 'Tower', kind: 'site', site: 's1' }, ADMIN)
    await stores.add({ id: 'van-zhang', name: 'Van', kind: 'van', technician: 'zhang' }, ADMIN)
    const has = (store: string, quantity: number, partNo = PART) =>
      started.maintenance.parts.move(partNo, { kind: 'count', store, quantity }, ADMIN)
    const ask = (quantity: number, more: object = {}) =>
      started.maintenance.tickets.create(
        { equipment: 'lift-1', title: 'x', parts: [{ partNo: PART, quantity }], ...more },
        DISPATCHER,
      )
    return { ...started, has, ask }
  }

  describe(`stores on ${kind}`, () => {
    test('a ticket takes from the nearest store, and from several when one is not enough', async () => {
      const { maintenance, has, ask } = await withStores()
      await maintenance.technicians.add({ id: 'li', name: '李师傅', skills: [] }, ADMIN)
      for (const [store, quantity] of [
        ['main', 2],
        ['site-1', 1],
        ['van-zhang', 1],
      ] as const)
        await has(store, quantity)
      const ticket = await ask(4, { technician: 'zhang' })
      const reserved = { partNo: PART, status: 'reserved' }
      expect(ticket.parts).toEqual([
        { ...reserved, quantity: 2, store: 'main' },
        { ...reserved, quantity: 1, store: 'site-1' },
        { ...reserved, quantity: 1, store: 'van-zhang' },
      ])
      await maintenance.tickets.move(ticket.id, { to: 'cancelled', reason: 'x' }, DISPATCHER)
      expect((await ask(1)).parts).toEqual([{ ...reserved, quantity: 1, store: 'site-1' }])
      expect((await ask(2)).parts).toEqual([{ ...reserved, quantity: 2, store: 'main' }])
      expect((await ask(1, { technician: 'li' })).parts, 'another technician’s van is out of reach').toMatchObject([
        { status: 'short' },
      ])
      expect(await maintenance.parts.audit()).toEqual([])
    })

    test('every movement is a line of the ledger, and what is impossible leaves none', async () => {
      const { maintenance } = await withStores()
      const move = (input: object) =>
        maintenance.parts.move(PART, { store: 'main', quantity: 1, ...input } as never, ADMIN)
      await move({ kind: 'receive', quantity: 10 })
      await move({ kind: 'transfer', to: 'van-zhang', quantity: 4 })
      await move({ kind: 'issue', store: 'van-zhang' })
      await move({ kind: 'return', store: 'van-zhang' })
      await move({ kind: 'scrap', reason: 'cracked' })
      const part = await move({ kind: 'count', quantity: 4, reason: 'one is missing' })
      expect(part).toMatchObject({
        onHand: 8,
        stores: [
          { store: 'main', onHand: 4 },
          { store: 'van-zhang', onHand: 4 },
        ],
      })
      for (const [input, code] of [
        [{ kind: 'scrap', quantity: 5, reason: 'x' }, 'NOT_ENOUGH_STOCK'],
        [{ kind: 'scrap', quantity: 1 }, 'BAD_REQUEST'],
        [{ kind: 'count', quantity: 3, seen: 5 }, 'STALE_VERSION'],
        [{ kind: 'transfer', to: 'van-zhang', quantity: 9 }, 'NOT_ENOUGH_STOCK'],
        [{ kind: 'transfer' }, 'BAD_REQUEST'],
        [{ kind: 'receive', quantity: 0 }, 'BAD_QUANTITY'],
        [{ kind: 'receive', quantity: -1 }, 'BAD_QUANTITY'],
        [{ kind: 'receive', quantity: 0.5 }, 'BAD_QUANTITY'],
        [{ kind: 'receive', store: 'nowhere' }, 'UNKNOWN_STORE'],
      ] as const)
        await expect(move(input), JSON.stringify(input)).rejects.toMatchObject({ code })
      const { items } = await maintenance.parts.movements(PART, {})
      expect(items.map(line => [line.number, line.kind, line.store, line.onHand])).toEqual([
        [7, 'count', 'main', -1],
        [6, 'scrap', 'main', -1],
        [5, 'return', 'van-zhang', 1],
        [4, 'issue', 'van-zhang', -1],
        [3, 'transfer', 'van-zhang', 4],
        [2, 'transfer', 'main', -4],
        [1, 'receive', 'main', 10],
      ])
      expect(await maintenance.parts.audit()).toEqual([])
      await expect(maintenance.stores.change('van-zhang', { active: false }, ADMIN)).rejects.toMatchObject({
        code: 'STORE_NOT_EMPTY',
        details: { held: [{ partNo: PART, onHand: 4, reserved: 0 }] },
      })
    })

    test('a store is renamed and handed over; who saw an older version is told what holds now', async () => {
      const { maintenance } = await withStores()
      await maintenance.technicians.add({ id: 'li', name: '李师傅', skills: [] }, ADMIN)
      const change = (more: object) => maintenance.stores.change('van-zhang', more, ADMIN)
      expect(await change({ name: 'Van 2', technician: 'li', version: 0 })).toMatchObject({
        ...{ name: 'Van 2', kind: 'van', technician: 'li', version: 1 },
      })
      await expect(change({ name: 'Van 3', version: 0 })).rejects.toMatchObject({
        ...{ code: 'STALE_VERSION', details: { name: 'Van 2', version: 1 } },
      })
      await expect(change({ site: 's1' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      await expect(change({ technician: 'nobody' })).rejects.toMatchObject({ code: 'UNKNOWN_TECHNICIAN' })
      const both = await Promise.allSettled([1, 2, 3, 4].map(n => change({ name: `Van ${n}`, version: 1 })))
      expect(both.filter(one => one.status === 'fulfilled')).toHaveLength(1)
    })

    test('closing a store while parts arrive there: it stays open, or nothing arrives', async () => {
      const { maintenance, has } = await withStores()
      const vans = ['van-1', 'van-2', 'van-3', 'van-4', 'van-5']
      for (const id of vans) await maintenance.stores.add({ id, name: id, kind: 'van', technician: 'zhang' }, ADMIN)
      const outcomes = await Promise.all(
        vans.map(id => Promise.allSettled([has(id, 1), maintenance.stores.change(id, { active: false }, ADMIN)])),
      )
      expect(outcomes.map(pair => pair.filter(one => one.status === 'fulfilled').length)).toEqual(vans.map(() => 1))
    })

    test('an urgent ticket takes what planned work holds; that waits again and is told', async () => {
      const { maintenance, has, ask } = await withStores()
      await has('main', 1)
      const planned = await ask(1, { severity: 'predictive' })
      const urgent = await ask(1, { severity: 'major', lifeSafety: true })
      expect(urgent.parts).toMatchObject([{ status: 'reserved' }])
      const told = await maintenance.tickets.get(planned.id)
      expect(told?.parts).toMatchObject([{ status: 'short', quantity: 1 }])
      expect(told?.timeline.at(-1)).toMatchObject({ event: 'partTaken', detail: { ticket: urgent.id } })
      const taken = (await maintenance.tickets.get(urgent.id))?.timeline.find(one => one.event === 'partTakenOver')
      expect(taken?.detail).toMatchObject({ partNo: PART, quantity: 1, ticket: planned.id })
      const { items: orders } = await maintenance.purchaseOrders.list({ ticket: planned.id })
      expect(orders).toHaveLength(1)
      expect((await ask(1, { severity: 'major' })).parts, 'urgent work gives nothing up').toMatchObject([
        { status: 'short' },
      ])
      expect(await maintenance.parts.audit()).toEqual([])
    })

    test('the least urgent and youngest gives first, keeps its place in the queue, and nobody gives who has set out', async () => {
      const { maintenance, has, ask } = await withStores()
      const { clock, tickets } = maintenance
      const later = async (minutes: number, more: object) => {
        clock.set(MONDAY + minutes * 60_000)
        return (await ask(1, more)).id
      }
      const statuses = async (ids: readonly string[]) =>
        (await tickets.many(ids)).toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)).map(t => t.parts[0]?.status)
      await has('main', 3)
      const first = await later(0, { severity: 'predictive' })
      const second = await later(1, { severity: 'predictive' })
      const advisory = await later(2, { severity: 'advisory' })
      const planned = [first, second, advisory]
      expect(await statuses([await later(3, { severity: 'major' })])).toEqual(['reserved'])
      expect(await statuses(planned)).toEqual(['reserved', 'short', 'reserved'])
      const third = await later(4, { severity: 'predictive' })
      await later(5, { severity: 'major' })
      expect(await statuses([...planned, third])).toEqual(['short', 'short', 'reserved', 'short'])
      await moveThrough(maintenance, advisory, ['dispatched', 'enRoute'])
      expect(await statuses([await later(6, { severity: 'major' }), advisory])).toEqual(['short', 'reserved'])
      await tickets.move(
        (await tickets.list({ open: true })).items[0]?.id ?? '',
        { to: 'cancelled', reason: 'x' },
        ADMIN,
      )
      await maintenance.parts.move(PART, { kind: 'receive', store: 'main', quantity: 1 }, ADMIN)
      expect(await statuses([first, second, third])).toEqual(['reserved', 'short', 'short'])
      expect(await maintenance.parts.audit()).toEqual([])
    })

    test('an alternate stands in when the part is short, before anybody loses anything', async () => {
      const { maintenance, has, ask } = await withStores()
      await maintenance.parts.setAlternates(PART, { alternates: ['ELV-RLY-01'] }, ADMIN)
      await has('main', 1, 'ELV-RLY-01')
      const ticket = await ask(1)
      expect(ticket.parts).toMatchObject([{ partNo: 'ELV-RLY-01', insteadOf: PART, status: 'reserved' }])
      expect(ticket.timeline.map(line => line.event)).toContain('partSubstituted')
      await expect(maintenance.parts.setAlternates(PART, { alternates: [PART] }, ADMIN)).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      })
    })

    test('an order arrives in parts, each serving who waits; no more than was ordered', async () => {
      const { maintenance, ask } = await withStores()
      const waiting = [await ask(2), await ask(2)]
      const order = await maintenance.purchaseOrders.add({ partNo: PART, quantity: 4, supplier: 'Acme' }, ADMIN)
      const ordered = await maintenance.purchaseOrders.change(order.id, { status: 'ordered' }, ADMIN)
      expect(ordered).toMatchObject({ supplier: 'Acme', expectedAt: MONDAY + 5 * DAY })
      const eta = (await maintenance.tickets.get(waiting[0]?.id ?? ''))?.parts[0]
      expect(eta).toMatchObject({ status: 'short', expectedAt: ordered.expectedAt })
      const receive = (quantity: number) => maintenance.purchaseOrders.receive(order.id, { quantity }, ADMIN)
      expect(await receive(3)).toMatchObject({ status: 'partlyReceived', received: 3 })
      expect(await maintenance.parts.get(PART)).toMatchObject({ onHand: 3, reserved: 2, incoming: 1 })
      const late = { quantity: 1, received: 0 }
      await expect(maintenance.purchaseOrders.receive(order.id, late, ADMIN)).rejects.toMatchObject({
        ...{ code: 'STALE_VERSION', details: { received: 3 } },
      })
      await expect(receive(2)).rejects.toMatchObject({ code: 'BAD_QUANTITY', details: { toCome: 1 } })
      await Promise.allSettled([receive(1), receive(1), receive(1)])
      expect(await maintenance.parts.get(PART)).toMatchObject({ onHand: 4, reserved: 4, incoming: 0 })
      await expect(receive(1)).rejects.toMatchObject({ code: 'ILLEGAL_MOVE' })
      expect(await maintenance.parts.audit()).toEqual([])
    })

    test('a kit that a person changed is what the next ticket reserves, and a stale change is refused', async () => {
      const { maintenance, has } = await withStores()
      await has('main', 3)
      const kit = { class: 'elevator', faultCode: 'ELV-OVERTRAVEL' }
      const { version } = await maintenance.kits.get(kit)
      await maintenance.kits.change({ ...kit, version, parts: [{ partNo: PART, quantity: 2 }] }, ADMIN)
      await expect(maintenance.kits.change({ ...kit, version, parts: [] }, ADMIN)).rejects.toMatchObject({
        code: 'STALE_VERSION',
      })
      const half = { ...kit, version: 1, parts: [{ partNo: PART, quantity: 0.5 }] }
      await expect(maintenance.kits.change(half, ADMIN)).rejects.toMatchObject({ code: 'BAD_QUANTITY' })
      const ticket = await maintenance.tickets.create({ equipment: 'lift-1', faultCode: 'ELV-OVERTRAVEL' }, DISPATCHER)
      expect(ticket.parts).toEqual([{ partNo: PART, quantity: 2, status: 'reserved', store: 'main' }])
    })

    test('a repair notes what it fitted, under warranty until when; a number is fitted in one place', async () => {
      const { maintenance, has, ask } = await withStores()
      await has('main', 2)
      await maintenance.parts.change(PART, { warrantyMonths: 12 }, ADMIN)
      const ticket = await ask(1)
      await moveThrough(maintenance, ticket.id, ['acknowledged', 'dispatched', 'onSite'])
      const repair = { cause: 'wear-out', action: 'replace', newSerial: 'SN-1' }
      const partsUsed = [{ partNo: PART, quantity: 1 }]
      await maintenance.tickets.move(ticket.id, { to: 'repaired', repair, partsUsed, delay: 'late' }, DISPATCHER)
      const [fitted] = await maintenance.fittedParts.list({ equipment: 'lift-1' })
      expect(fitted).toMatchObject({
        ...{ partNo: PART, serial: 'SN-1', ticket: ticket.id },
        warrantyEndsAt: Date.parse('2027-11-23T11:00:00+08:00'),
      })
      const numbers = async (serial: string) =>
        (await maintenance.fittedParts.list({ serial })).map(one => one.equipment)
      expect([await numbers('sn-'), await numbers('%'), await numbers('SN_1')]).toEqual([['lift-1'], [], []])
      const again = { equipment: 'lift-2', partNo: PART, serial: 'SN-1' }
      await expect(maintenance.fittedParts.fit(again, ADMIN)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
      await maintenance.fittedParts.remove(fitted?.id ?? '', { reason: 'worn' }, ADMIN)
      expect(await maintenance.fittedParts.fit(again, ADMIN)).toMatchObject({ equipment: 'lift-2' })
    })

    test('what a repair replaces is no longer fitted, by that ticket, and only there', async () => {
      const { database, maintenance, has, ask } = await withStores()
      const { fittedParts, tickets } = maintenance
      await has('main', 2)
      for (const equipment of ['lift-1', 'lift-2'])
        await fittedParts.fit({ equipment, partNo: PART, serial: `OLD-${equipment}` }, ADMIN)
      // Earlier versions kept the blanks of a scanner.
      await database.db.updateTable('fitted_part').set({ serial: sql`serial || ' '` }).execute()
      const { id } = await ask(1)
      await moveThrough(maintenance, id, ['acknowledged', 'dispatched', 'onSite'])
      const repair = { cause: 'wear-out', action: 'replace', oldSerial: ' OLD-lift-1', newSerial: 'NEW ' }
      await tickets.move(id, { to: 'repaired', repair, partsUsed: [{ partNo: PART, quantity: 1 }] }, DISPATCHER)
      const all = await fittedParts.list({ partNo: PART })
      expect(all.map(({ serial, removedReason }) => [serial, removedReason]).toSorted()).toEqual([
        ['NEW', undefined],
        ['OLD-lift-1 ', id],
        ['OLD-lift-2 ', undefined],
      ])
      // A scanner adds blanks: it is the same number.
      const again = { equipment: 'lift-2', partNo: PART, serial: ' NEW' }
      await expect(fittedParts.fit(again, ADMIN)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
    })

    test('what is used tells when to order: even usage down to the minimum, a lead time before', async () => {
      const { maintenance, has } = await withStores()
      await has('main', 100)
      await maintenance.parts.change(PART, { minStock: 1, leadTimeDays: 10 }, ADMIN)
      await maintenance.parts.move(PART, { kind: 'issue', store: 'main', quantity: 90 }, ADMIN)
      const found = (await maintenance.parts.suggestions()).find(one => one.partNo === PART)
      expect(found).toMatchObject({
        ...{ available: 10, incoming: 0, wanted: 0, planned: 0, minStock: 1, leadTimeDays: 10, usagePerDay: 1 },
        ...{ belowAt: MONDAY + 9 * DAY, orderAt: MONDAY, quantity: 31, runsOutAt: MONDAY + 10 * DAY, changes: [] },
      })
    })
  })
}
