import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { Maintenance } from '../../../maintenance/maintenance.ts'
import { ADMIN, DISPATCHER } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const PART = 'ELV-BRG-01'

const wants = async ({ tickets }: Maintenance, quantity: number) =>
  (
    await tickets.create(
      { equipment: 'lift-1', title: `needs ${quantity}`, parts: [{ partNo: PART, quantity }] },
      DISPATCHER,
    )
  ).id

/** What tickets wait for, less what is free, on its way or asked for. */
async function uncovered({ parts, reservations, purchaseOrders }: Maintenance): Promise<number> {
  const short = (await reservations.list({ partNo: PART, status: 'short' })).items
  const orders = (await purchaseOrders.list({ partNo: PART })).items.filter(
    ({ status }) => status !== 'received' && status !== 'cancelled',
  )
  const { available } = (await parts.get(PART)) ?? { available: 0 }
  const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0)
  return sum(short.map(s => s.quantity)) - sum(orders.map(o => o.quantity - o.received)) - available
}

/** What is ordered for tickets that wait, on every operations database. */
export function shortageOrdersContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`orders for what is short on ${kind}`, () => {
    test('a request ends with the ticket it was for; what is ordered comes nevertheless', async () => {
      const { maintenance } = await start()
      const [asked, placed] = [await wants(maintenance, 1), await wants(maintenance, 1)]
      const orderOf = async (ticket: string) => (await maintenance.purchaseOrders.list({ ticket })).items[0]
      await maintenance.purchaseOrders.change((await orderOf(placed))?.id ?? '', { status: 'ordered' }, ADMIN)
      for (const id of [asked, placed])
        await maintenance.tickets.move(id, { to: 'cancelled', reason: 'mistake' }, DISPATCHER)
      expect(await orderOf(asked)).toMatchObject({ status: 'cancelled' })
      expect(await orderOf(placed)).toMatchObject({ status: 'ordered' })
    })

    test('what others took while a ticket waits is ordered anew, in its name', async () => {
      const { maintenance } = await start()
      await maintenance.parts.change(PART, { onHand: 6, minStock: 0 }, ADMIN)
      const large = await wants(maintenance, 10)
      const ordered = async () => (await maintenance.purchaseOrders.list({ ticket: large })).items.map(o => o.quantity)
      expect(await ordered()).toEqual([4])
      await wants(maintenance, 6)
      expect((await ordered()).toSorted()).toEqual([4, 6])
      for (const { id } of (await maintenance.purchaseOrders.list({ ticket: large })).items)
        await maintenance.purchaseOrders.change(id, { status: 'received' }, ADMIN)
      expect((await maintenance.tickets.get(large))?.parts).toMatchObject([{ quantity: 10, status: 'reserved' }])
    })

    test('of several that wait, the longest waiting of the most urgent has it ordered', async () => {
      const { maintenance } = await start()
      await maintenance.parts.change(PART, { onHand: 3, minStock: 0 }, ADMIN)
      const waiting: string[] = []
      for (const quantity of [4, 5, 4, 5]) waiting.push(await wants(maintenance, quantity))
      const ordered = async () => {
        const of = async (ticket: string) =>
          (await maintenance.purchaseOrders.list({ ticket })).items.map(o => o.quantity).toSorted()
        return await Promise.all(waiting.map(of))
      }
      expect(await ordered()).toEqual([[1], [5], [4], [5]])
      await maintenance.tickets.create(
        { equipment: 'lift-2', title: 'takes what is free', parts: [{ partNo: PART, quantity: 3 }] },
        DISPATCHER,
      )
      expect(await ordered()).toEqual([[1, 3], [5], [4], [5]])
      expect(await uncovered(maintenance)).toBe(0)
    })

    test('a request that another waiting ticket counts on stays', async () => {
      const { maintenance } = await start()
      await maintenance.parts.change(PART, { onHand: 0, minStock: 0 }, ADMIN)
      const [first, second] = [await wants(maintenance, 2), await wants(maintenance, 2)]
      const own = (await maintenance.purchaseOrders.list({ ticket: second })).items[0]
      await maintenance.purchaseOrders.change(own?.id ?? '', { status: 'received' }, ADMIN)
      expect((await maintenance.tickets.get(first))?.parts).toMatchObject([{ status: 'reserved' }])
      await maintenance.tickets.move(first, { to: 'cancelled', reason: 'mistake' }, DISPATCHER)
      expect((await maintenance.tickets.get(second))?.parts).toMatchObject([{ status: 'reserved' }])
      expect(await uncovered(maintenance)).toBeLessThanOrEqual(0)
    })

    test('whatever people do, nobody waits for what nobody brings', async () => {
      const { maintenance } = await start()
      await maintenance.parts.change(PART, { onHand: 5, minStock: 0 }, ADMIN)
      const step = fc.tuple(fc.constantFrom('want', 'want', 'cancel', 'count', 'receive'), fc.nat(6))
      const act = async ([kind, n]: [string, number]) => {
        if (kind === 'want') return await wants(maintenance, n + 1)
        if (kind === 'count') return await maintenance.parts.change(PART, { onHand: n }, ADMIN)
        const waiting = (await maintenance.reservations.list({ partNo: PART, status: 'short' })).items
        if (kind === 'cancel') {
          const ticket = waiting[n % (waiting.length || 1)]?.ticket
          return ticket && (await maintenance.tickets.move(ticket, { to: 'cancelled', reason: 'x' }, DISPATCHER))
        }
        const orders = (await maintenance.purchaseOrders.list({ partNo: PART, status: 'requested' })).items
        const order = orders[n % (orders.length || 1)]
        return order && (await maintenance.purchaseOrders.change(order.id, { status: 'received' }, ADMIN))
      }
      const steps = fc.array(step, { minLength: 1, maxLength: 12 })
      await fc.assert(
        fc.asyncProperty(steps, async sequence => {
          for (const one of sequence) {
            await act(one).catch(error => expect(error).toMatchObject({ code: 'NOT_ENOUGH_STOCK' }))
            expect(await uncovered(maintenance)).toBeLessThanOrEqual(0)
          }
        }),
        { numRuns: 15 },
      )
    })
  })
}
