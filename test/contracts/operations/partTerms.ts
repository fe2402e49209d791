import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { ADMIN, DISPATCHER, MONDAY } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const PART = 'ELV-ENC-01'

/** What people say of a part and of the kits, and who said it when; on every operations database. */
export function partTermsContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`what is said of parts on ${kind}`, () => {
    test('each change is a version with who and when; the first is what was there before', async () => {
      const { maintenance } = await start()
      const before = await maintenance.parts.get(PART)
      await maintenance.stores.add({ id: 'van-1', name: 'Van', kind: 'van', technician: 'zhang' }, ADMIN)
      const stores = [{ store: 'van-1', minStock: 1, maxStock: 2 }]
      const part = await maintenance.parts.change(PART, { minStock: 3, maxStock: 8, stores, version: 0 }, ADMIN)
      expect(part).toMatchObject({ minStock: 3, maxStock: 8, version: 1, stores: [{ ...stores[0], onHand: 0 }] })
      maintenance.clock.set(MONDAY + 1000)
      await maintenance.parts.setAlternates(PART, { alternates: ['ELV-RLY-01'], version: 1 }, DISPATCHER)
      await maintenance.parts.change(PART, { maxStock: null, stores: [] }, ADMIN)
      await maintenance.parts.change(PART, { minStock: 3, onHand: 5 }, ADMIN)
      const history = await maintenance.parts.history(PART)
      expect(history.map(one => [one.version, one.by, one.at])).toEqual([
        [3, 'admin', MONDAY + 1000],
        [2, 'wang', MONDAY + 1000],
        [1, 'admin', MONDAY],
        [0, undefined, undefined],
      ])
      expect(history[0]?.terms).toMatchObject({ minStock: 3, stores: [], alternates: ['ELV-RLY-01'] })
      expect(history[0]?.terms).not.toHaveProperty('maxStock')
      expect(history[1]?.terms).toMatchObject({ maxStock: 8, stores, alternates: ['ELV-RLY-01'] })
      expect(history[3]?.terms).toMatchObject({ name: before?.name, minStock: before?.minStock, alternates: [] })
      expect(await maintenance.parts.audit()).toEqual([])
    })

    test('a new part has all that is said of it at once, and what may be left out is taken away again', async () => {
      const { maintenance } = await start()
      const { parts } = maintenance
      const input = { partNo: 'NEW-1', name: 'New', nameZh: '新', maxStock: 4, unitCost: 38.5, warrantyMonths: 12 }
      const level = { store: 'main', minStock: 1 }
      expect(await parts.add({ ...input, stores: [level] }, ADMIN)).toMatchObject({
        ...{ ...input, version: 0, onHand: 0, stores: [{ ...level, onHand: 0 }] },
      })
      const cleared = { maxStock: null, unitCost: null, warrantyMonths: null }
      const part = await parts.change('NEW-1', { ...cleared, version: 0 }, ADMIN)
      for (const field of Object.keys(cleared)) expect(part).not.toHaveProperty(field)
      expect((await parts.history('NEW-1')).map(one => one.terms.unitCost)).toEqual([undefined, 38.5])
      await expect(parts.add(input, ADMIN)).rejects.toMatchObject({
        ...{ code: 'ALREADY_EXISTS', details: { problems: [{ path: '/partNo', reason: 'taken' }] } },
      })
      const stores = [level, { store: 'nowhere', minStock: 0.5 }]
      await expect(parts.add({ ...input, partNo: 'NEW-2', stores }, ADMIN)).rejects.toMatchObject({
        ...{ code: 'BAD_QUANTITY', details: { problems: [{ path: '/stores/1/minStock', reason: 'wholePieces' }] } },
      })
      expect(await parts.get('NEW-2')).toBeUndefined()
      expect(await parts.audit()).toEqual([])
    })

    test('of two who change at once one is told what holds now; what cannot be is refused whole', async () => {
      const { maintenance } = await start()
      const change = (more: object) => maintenance.parts.change(PART, more, ADMIN)
      const both = await Promise.allSettled([11, 12, 13].map(minStock => change({ minStock, version: 0 })))
      const refused = both.flatMap(one => (one.status === 'rejected' ? [one.reason] : []))
      const { minStock } = (await maintenance.parts.get(PART)) ?? {}
      expect(refused).toHaveLength(2)
      for (const one of refused) expect(one).toMatchObject({ code: 'STALE_VERSION', details: { version: 1, minStock } })
      await expect(
        maintenance.parts.setAlternates(PART, { alternates: ['ELV-RLY-01'], version: 0 }, ADMIN),
      ).rejects.toMatchObject({ code: 'STALE_VERSION' })
      for (const [more, code] of [
        [{ minStock: 5, maxStock: 4 }, 'BAD_QUANTITY'],
        [{ minStock: 0.5 }, 'BAD_QUANTITY'],
        [{ name: 'x', stores: [{ store: 'main', minStock: 2, maxStock: 1 }] }, 'BAD_QUANTITY'],
        [{ name: 'x', stores: [{ store: 'nowhere', minStock: 1 }] }, 'UNKNOWN_STORE'],
      ] as const)
        await expect(change(more), JSON.stringify(more)).rejects.toMatchObject({ code })
      expect(await maintenance.parts.get(PART)).toMatchObject({ version: 1, stores: [] })
    })

    test('an order fills up to the maximum, and what the stores are to hold together is the least', async () => {
      const { maintenance } = await start()
      const stores = [{ store: 'main', minStock: 6 }]
      await maintenance.parts.change(PART, { minStock: 2, maxStock: 20, stores, onHand: 4 }, ADMIN)
      const found = (await maintenance.parts.suggestions()).find(one => one.partNo === PART)
      expect(found).toMatchObject({ available: 4, incoming: 0, wanted: 0, minStock: 6, quantity: 16 })
    })

    test('a kit of a model goes before that of its class, for its equipment only, until it goes back to that', async () => {
      const { maintenance } = await start({ model: 'KX-1' })
      const { kits, tickets } = maintenance
      const fault = { class: 'elevator', faultCode: 'ELV-OVERTRAVEL' }
      const own = { ...fault, model: 'KX-1' }
      const opened = async () => {
        const ticket = await tickets.create({ equipment: 'lift-1', faultCode: fault.faultCode }, DISPATCHER)
        await tickets.move(ticket.id, { to: 'cancelled', reason: 'x' }, DISPATCHER)
        return ticket.parts.map(part => [part.partNo, part.quantity])
      }
      await kits.change({ ...fault, version: 0, parts: [{ partNo: PART, quantity: 1 }] }, ADMIN)
      expect(await kits.get(own)).toEqual({ ...own, version: 0, ofClass: true, parts: [{ partNo: PART, quantity: 1 }] })
      await kits.change({ ...own, model: 'other', version: 0, parts: [{ partNo: PART, quantity: 9 }] }, ADMIN)
      expect(await opened()).toEqual([[PART, 1]])

      await kits.change({ ...own, version: 0, parts: [{ partNo: PART, quantity: 3 }] }, DISPATCHER)
      expect(await opened()).toEqual([[PART, 3]])
      await kits.change({ ...own, version: 1, parts: [] }, ADMIN)
      expect(await opened()).toEqual([])
      const listed = async (model?: string) =>
        (await kits.list('elevator', model)).find(kit => kit.faultCode === fault.faultCode)
      expect(await listed()).toMatchObject({ version: 1, parts: [{ quantity: 1 }], models: ['KX-1', 'other'] })
      expect(await listed('KX-1')).toEqual({ ...own, version: 2, parts: [], at: MONDAY, by: 'admin' })

      const back = { ...own, version: 2, parts: null }
      expect(await kits.change(back, ADMIN)).toMatchObject({ version: 3, ofClass: true, parts: [{ quantity: 1 }] })
      await expect(kits.change(back, ADMIN)).rejects.toMatchObject({ code: 'STALE_VERSION', details: { version: 3 } })
      await expect(kits.change({ ...fault, version: 1, parts: null }, ADMIN)).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      })
      expect(await opened()).toEqual([[PART, 1]])
      expect(await listed()).toMatchObject({ models: ['other'] })
      expect((await kits.history(own)).map(kit => [kit.version, kit.by, kit.parts.length, kit.ofClass])).toEqual([
        [3, 'admin', 0, true],
        [2, 'admin', 0, undefined],
        [1, 'wang', 1, undefined],
      ])
      expect(await kits.history(fault)).toHaveLength(1)
    })

    test('the kits of a class: a line for each fault, as somebody last changed it', async () => {
      const { maintenance } = await start()
      const shipped = await maintenance.kits.list('elevator')
      expect(shipped.every(kit => kit.version === 0)).toBe(true)
      const kit = { class: 'elevator', faultCode: 'ELV-OVERTRAVEL' }
      for (const version of [0, 1])
        await maintenance.kits.change({ ...kit, version, parts: [{ partNo: PART, quantity: version + 1 }] }, ADMIN)
      const kits = await maintenance.kits.list('elevator')
      expect(kits.map(one => one.faultCode)).toEqual(shipped.map(one => one.faultCode))
      expect(kits.filter(one => one.version > 0)).toEqual([
        { ...kit, version: 2, parts: [{ partNo: PART, quantity: 2 }], at: MONDAY, by: 'admin' },
      ])
      expect(await maintenance.kits.list('no-class')).toEqual([])
    })

    test('a part tells the kits that take it, of classes and of models, as they are in force', async () => {
      const { maintenance } = await start()
      const { kits } = maintenance
      await maintenance.parts.add({ partNo: 'NEW-1', name: 'New' }, ADMIN)
      const fault = { class: 'elevator', faultCode: 'ELV-OVERTRAVEL' }
      const parts = [{ partNo: 'NEW-1', quantity: 2 }]
      const shipped = (await kits.list('elevator')).flatMap(kit => (kit.parts.length > 0 ? [kit] : []))[0]
      expect(await kits.taking(shipped?.parts[0]?.partNo ?? '')).toContainEqual(shipped)
      expect(await kits.taking('NEW-1')).toEqual([])
      await kits.change({ ...fault, model: 'KX-1', version: 0, parts }, ADMIN)
      await kits.change({ ...fault, model: 'KX-2', version: 0, parts }, ADMIN)
      await kits.change({ ...fault, model: 'KX-2', version: 1, parts: null }, ADMIN)
      await kits.change({ ...fault, version: 0, parts }, ADMIN)
      const found = await kits.taking('NEW-1')
      expect(found.map(kit => [kit.class, kit.faultCode, kit.model])).toEqual([
        ['elevator', 'ELV-OVERTRAVEL', undefined],
        ['elevator', 'ELV-OVERTRAVEL', 'KX-1'],
      ])
      await kits.change({ ...fault, version: 1, parts: [] }, ADMIN)
      expect((await kits.taking('NEW-1')).map(kit => kit.model)).toEqual(['KX-1'])
    })
  })
}
