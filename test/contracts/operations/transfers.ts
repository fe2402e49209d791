import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { SYSTEM } from '#domain/people.ts'
import { lockPart, post } from '../../../maintenance/parts/ledger.ts'
import { ADMIN, DISPATCHER, MONDAY } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const PART = 'ELV-ENC-01'

/** What a part has on hand, available and coming, in all and in each store. */
const figures = (part: { onHand: number; available: number; incoming: number } | undefined) =>
  part && [part.onHand, part.available, part.incoming]

/** Parts on their way between stores, on every operations database. */
export function transfersContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)
  const withVan = async (quantity: number) => {
    const { database, maintenance } = await start()
    await maintenance.stores.add({ id: 'van-zhang', name: 'Van', kind: 'van', technician: 'zhang' }, ADMIN)
    await maintenance.parts.move(PART, { kind: 'receive', store: 'main', quantity }, ADMIN)
    const send = (n: number, more: object = {}) =>
      maintenance.transfers.send({ partNo: PART, quantity: n, from: 'main', to: 'van-zhang', ...more }, ADMIN)
    const look = async () => {
      const part = await maintenance.parts.get(PART)
      const of = (store: string) => figures(part?.stores.find(one => one.store === store))
      return { all: figures(part), main: of('main'), van: of('van-zhang') }
    }
    return { database, maintenance, send, look }
  }

  describe(`parts in transit on ${kind}`, () => {
    test('what is sent leaves at once, is coming until it arrives, and every piece is accounted for', async () => {
      const { maintenance, send, look } = await withVan(10)
      const { transfers } = maintenance
      const sent = await send(6, { reason: 'for Monday' })
      expect(sent).toEqual({
        ...{ id: 'tr-1', partNo: PART, quantity: 6, from: 'main', to: 'van-zhang', status: 'sent', toCome: 6 },
        ...{ received: 0, returned: 0, lost: 0, reason: 'for Monday', sentAt: MONDAY, sentBy: ADMIN.username },
        expectedAt: Date.parse('2026-11-24T23:59:00+08:00'),
      })
      expect(await look()).toEqual({ all: [4, 4, 6], main: [4, 4, 0], van: [0, 0, 6] })
      expect(await maintenance.parts.audit()).toEqual([])

      expect(await transfers.arrive(sent.id, { received: 3 }, ADMIN)).toMatchObject({
        status: 'partlyArrived',
        toCome: 3,
      })
      expect(await look()).toEqual({ all: [7, 7, 3], main: [4, 4, 0], van: [3, 3, 3] })
      const rest = { received: 1, returned: 1, lost: 1, toCome: 3, reason: 'one fell off, one does not fit' }
      expect(await transfers.arrive(sent.id, rest, ADMIN)).toMatchObject({
        ...{ status: 'closed', toCome: 0, received: 4, returned: 1, lost: 1, closedAt: MONDAY },
      })
      expect(await look()).toEqual({ all: [9, 9, 0], main: [5, 5, 0], van: [4, 4, 0] })
      expect(await maintenance.parts.audit()).toEqual([])

      const { items } = await maintenance.parts.movements(PART, {})
      expect(items.map(line => [line.kind, line.store, line.onHand, line.inTransit, line.transfer])).toEqual([
        ['lose', 'van-zhang', 0, -1, 'tr-1'],
        ['return', 'van-zhang', 0, -1, 'tr-1'],
        ['return', 'main', 1, 0, 'tr-1'],
        ['arrive', 'van-zhang', 1, -1, 'tr-1'],
        ['arrive', 'van-zhang', 3, -3, 'tr-1'],
        ['send', 'van-zhang', 0, 6, 'tr-1'],
        ['send', 'main', -6, 0, 'tr-1'],
        ['receive', 'main', 10, 0, undefined],
      ])
      expect(items[0]?.reason).toBe(rest.reason)
      expect((await transfers.list({ store: 'main', open: false })).items).toMatchObject([{ id: 'tr-1' }])
      expect((await transfers.list({ partNo: PART, open: true })).items).toEqual([])
    })

    test('what is impossible is refused and leaves nothing behind', async () => {
      const { database, maintenance, send, look } = await withVan(3)
      await maintenance.tickets.create(
        { equipment: 'lift-1', title: 'x', parts: [{ partNo: PART, quantity: 1 }] },
        DISPATCHER,
      )
      for (const [quantity, more, code] of [
        [3, {}, 'NOT_ENOUGH_STOCK'],
        [0.5, {}, 'BAD_QUANTITY'],
        [1, { to: 'main' }, 'BAD_REQUEST'],
        [1, { to: 'nowhere' }, 'UNKNOWN_STORE'],
        [1, { partNo: 'NONE' }, 'UNKNOWN_PART'],
      ] as const)
        await expect(send(quantity, more), JSON.stringify([quantity, more])).rejects.toMatchObject({ code })
      const { id } = await send(2)
      for (const [arrival, code] of [
        [{ received: 3 }, 'BAD_QUANTITY'],
        [{ received: 0.5 }, 'BAD_QUANTITY'],
        [{ received: 0 }, 'BAD_QUANTITY'],
        [{ lost: 1 }, 'BAD_REQUEST'],
        [{ received: 1, toCome: 1 }, 'STALE_VERSION'],
      ] as const)
        await expect(maintenance.transfers.arrive(id, arrival, ADMIN), code).rejects.toMatchObject({ code })
      await expect(maintenance.transfers.arrive('tr-9', { received: 1 }, ADMIN)).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
      await expect(maintenance.stores.change('van-zhang', { active: false }, ADMIN)).rejects.toMatchObject({
        ...{ code: 'STORE_NOT_EMPTY', details: { held: [{ partNo: PART, onHand: 0, inTransit: 2 }] } },
      })
      expect(await look()).toEqual({ all: [1, 0, 2], main: [1, 0, 0], van: [0, 0, 2] })
      expect(await database.db.selectFrom('stock_transfer').select('id').execute()).toHaveLength(1)
      expect(await maintenance.parts.audit()).toEqual([])
    })

    test('it is expected when the travel days of both stores are over, or when somebody says; overdue, it still counts', async () => {
      const { maintenance, send } = await withVan(9)
      const { stores, transfers } = maintenance
      await stores.add({ id: 'far', name: 'Far', kind: 'site', site: 's1', travelDays: 3 }, ADMIN)
      const [van] = (await stores.list()).filter(one => one.id === 'van-zhang')
      expect(van?.travelDays).toBe(1)
      await stores.change('van-zhang', { travelDays: 2 }, ADMIN)
      const day = (text: string) => Date.parse(`${text}T23:59:00+08:00`)
      expect((await send(4)).expectedAt).toBe(day('2026-11-25'))
      expect((await send(1, { to: 'far', expectedAt: MONDAY + 1000 })).expectedAt).toBe(MONDAY + 1000)
      await transfers.arrive('tr-1', { received: 4 }, ADMIN)
      expect((await send(2, { from: 'van-zhang', to: 'far' })).expectedAt).toBe(day('2026-11-28'))
      maintenance.clock.set(MONDAY + 2000)
      const { changes } = await maintenance.parts.projection(PART)
      expect(changes.map(one => [one.transfer, one.quantity, one.late, one.at])).toEqual([
        ['tr-2', 1, true, MONDAY + 2000],
        ['tr-3', 2, undefined, day('2026-11-28')],
      ])
    })

    test('what comes back goes to a store that is open when the one it came from is closed meanwhile', async () => {
      const { maintenance, look } = await withVan(2)
      const { stores, transfers } = maintenance
      await stores.add({ id: 'site', name: 'Site', kind: 'site', site: 's1' }, ADMIN)
      await maintenance.parts.move(PART, { kind: 'transfer', store: 'main', to: 'site', quantity: 2 }, ADMIN)
      const { id } = await transfers.send({ partNo: PART, quantity: 2, from: 'site', to: 'van-zhang' }, ADMIN)
      await stores.change('site', { active: false }, ADMIN)
      const back = { returned: 2, reason: 'wrong part' }
      await expect(transfers.arrive(id, back, ADMIN)).rejects.toMatchObject({
        ...{ code: 'UNKNOWN_STORE', details: { store: 'site' } },
      })
      for (const [returnedTo, code] of [
        ['van-zhang', 'BAD_REQUEST'],
        ['nowhere', 'UNKNOWN_STORE'],
      ] as const)
        await expect(transfers.arrive(id, { ...back, returnedTo }, ADMIN)).rejects.toMatchObject({ code })
      expect(await transfers.arrive(id, { ...back, returnedTo: 'main' }, ADMIN)).toMatchObject({
        returned: 2,
        toCome: 0,
      })
      expect(await look()).toEqual({ all: [2, 2, 0], main: [2, 2, 0], van: [0, 0, 0] })
      expect(await maintenance.parts.audit()).toEqual([])
    })

    test('what arrives serves the ticket that waits for it; what is on its way does not', async () => {
      const { maintenance, send } = await withVan(1)
      const { id } = await send(1)
      const need = { equipment: 'lift-1', title: 'x', technician: 'zhang', parts: [{ partNo: PART, quantity: 1 }] }
      const ticket = await maintenance.tickets.create(need, DISPATCHER)
      expect(ticket.parts).toMatchObject([{ status: 'short' }])
      await maintenance.transfers.arrive(id, { received: 1 }, ADMIN)
      expect((await maintenance.tickets.get(ticket.id))?.parts).toMatchObject([
        { status: 'reserved', store: 'van-zhang' },
      ])
    })

    test('40 say at once that a piece of 10 arrived: 10 did, nothing counts twice', async () => {
      const { maintenance, send, look } = await withVan(10)
      const { id } = await send(10)
      const told = await Promise.allSettled(
        Array.from({ length: 40 }, () => maintenance.transfers.arrive(id, { received: 1 }, ADMIN)),
      )
      expect(told.filter(one => one.status === 'fulfilled')).toHaveLength(10)
      expect(await look()).toEqual({ all: [10, 10, 0], main: [0, 0, 0], van: [10, 10, 0] })
      expect(await maintenance.parts.audit()).toEqual([])
    })

    test('reading what is to come first and writing afterwards is found out', async () => {
      const { database, maintenance, send } = await withVan(10)
      const { id } = await send(10)
      const read = () =>
        database.db.selectFrom('stock_transfer').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
      const write = (row: { to_come: number; received: number }) =>
        database.write(async trx => {
          const told = { to_come: row.to_come - 1, received: row.received + 1 }
          await trx.updateTable('stock_transfer').set(told).where('id', '=', id).execute()
          await lockPart(trx, PART)
          const line = { store: 'van-zhang', kind: 'arrive' as const, transfer: id, onHand: 1, inTransit: -1 }
          await post(trx, PART, [line], { at: MONDAY, by: SYSTEM.username })
        })
      for (const row of await Promise.all([read(), read()])) await write(row)
      expect((await maintenance.parts.audit()).map(one => one.what)).toContain('onTheWay')
    })
  })
}
