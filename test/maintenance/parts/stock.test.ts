import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { CodedError } from '#domain/errors.ts'
import type { Maintenance } from '#maintenance'
import { testDatabase } from '../../helpers/database.ts'
import { ADMIN, DISPATCHER, startTestMaintenance } from '../../helpers/maintenance.ts'

/** By the metre, so that fractions are real. */
const PART = 'ELV-ROPE-10'
const QUANTITY = fc.integer({ min: 1, max: 40 }).map(tenths => tenths / 10)
const REPAIR = { cause: 'wear-out', action: 'replace' }

type Step =
  | { do: 'open'; quantity: number; severity: 'major' | 'general' }
  | { do: 'cancel'; pick: number }
  | { do: 'receive'; pick: number }
  | { do: 'repair'; pick: number; used: number }
  | { do: 'count'; onHand: number }

const STEP: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('open' as const),
      quantity: QUANTITY,
      severity: fc.constantFrom('major', 'general'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), pick: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('receive' as const), pick: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('repair' as const), pick: fc.nat(9), used: QUANTITY }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('count' as const),
      onHand: fc.integer({ min: 30, max: 90 }).map(n => n / 10),
    }),
  },
)

async function take(maintenance: Maintenance, step: Step): Promise<void> {
  if (step.do === 'count') return void (await maintenance.parts.change(PART, { onHand: step.onHand }, ADMIN))
  if (step.do === 'open') {
    const { quantity, severity } = step
    const input = { equipment: 'lift-1', title: 'x', severity, parts: [{ partNo: PART, quantity }] }
    return void (await maintenance.tickets.create(input, DISPATCHER))
  }
  const items =
    step.do === 'receive'
      ? (await maintenance.purchaseOrders.list({ status: 'requested' })).items
      : (await maintenance.tickets.list({ open: true, status: 'onSite' })).items.concat(
          (await maintenance.tickets.list({ open: true, status: 'new' })).items,
        )
  const id = items[step.pick % Math.max(1, items.length)]?.id
  if (id === undefined) return
  if (step.do === 'receive') return void (await maintenance.purchaseOrders.change(id, { status: 'received' }, ADMIN))
  if (step.do === 'cancel') return void (await maintenance.tickets.move(id, { to: 'cancelled', reason: 'x' }, ADMIN))
  for (const to of ['acknowledged', 'dispatched', 'onSite'] as const)
    await maintenance.tickets.move(id, { to, ...BRINGS[to] }, ADMIN)
  const partsUsed = [{ partNo: PART, quantity: step.used }]
  await maintenance.tickets.move(id, { to: 'repaired', repair: REPAIR, partsUsed }, ADMIN)
}

const BRINGS = { acknowledged: { reason: 'x' }, dispatched: { technician: 'zhang' }, onSite: { reason: 'no label' } }

/** What must hold after every step, whatever came before. */
async function expectSound({ db }: Database, maintenance: Maintenance): Promise<void> {
  const part = await maintenance.parts.get(PART)
  if (!part) throw new Error('no part')
  const rows = await db
    .selectFrom('reservation')
    .innerJoin('ticket', 'ticket.id', 'reservation.ticket')
    .select(['reservation.status as status', 'quantity', 'priority', 'created_at', 'opened_at', 'ticket.id as ticket'])
    .orderBy('priority')
    .orderBy('created_at')
    .orderBy('opened_at')
    .orderBy('ticket.id')
    .execute()
  const held = rows.filter(r => r.status === 'reserved').reduce((sum, r) => sum + r.quantity, 0)
  expect(part.reserved).toBeCloseTo(held, 9)
  expect(part.available).toBeGreaterThanOrEqual(0)
  expect(part.reserved).toBeGreaterThanOrEqual(0)
  const [next] = rows.filter(r => r.status === 'short')
  expect(await maintenance.parts.audit()).toEqual([])
  if (next) expect(part.available, 'the first who waits could be served').toBeLessThan(next.quantity)
}

test('whatever is opened, counted, used, cancelled and received: stock adds up and nobody waits in vain', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { minLength: 15, maxLength: 30 }), async steps => {
      const database = await testDatabase()
      const maintenance = await startTestMaintenance(database)
      await maintenance.technicians.add({ id: 'zhang', name: 'Zhang', skills: [] }, ADMIN)
      await maintenance.parts.change(PART, { onHand: 5 }, ADMIN)
      for (const step of steps) {
        await take(maintenance, step).catch((error: unknown) => {
          if (!(error instanceof CodedError)) throw error
          expect(['NOT_ENOUGH_STOCK', 'ILLEGAL_MOVE']).toContain(error.code)
        })
        await expectSound(database, maintenance)
      }
    }),
    { numRuns: 25 },
  )
}, 60_000)
