import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StockChange } from '#domain/stockProjection.ts'
import { projectStock, type StockOutlook } from '../../../maintenance/parts/projection/projectStock.ts'

const DAY = 86_400_000
const NOW = Date.parse('2026-11-23T03:00:00Z')
const HORIZON = 90
/** So many days before a change the level is still that of before. */
const JUST_BEFORE = 1e-5

/** Changes at whole days from now, so that a day is the finest step of the oracle. */
const CHANGE: fc.Arbitrary<StockChange> = fc
  .record({
    at: fc.integer({ min: 0, max: HORIZON + 5 }).map(days => NOW + days * DAY),
    kind: fc.constantFrom('order', 'transfer', 'ticket', 'visit'),
    quantity: fc.integer({ min: 1, max: 8 }),
  })
  .map(change =>
    change.kind === 'ticket' || change.kind === 'visit' ? { ...change, quantity: -change.quantity } : change,
  )

const OUTLOOK: fc.Arbitrary<StockOutlook> = fc.record({
  partNo: fc.constant('P'),
  from: fc.constant(NOW),
  to: fc.constant(NOW + HORIZON * DAY),
  onHand: fc.integer({ min: 0, max: 40 }),
  reserved: fc.constant(0),
  minStock: fc.integer({ min: 0, max: 6 }),
  maxStock: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }),
  leadTimeDays: fc.integer({ min: 0, max: 40 }),
  coverDays: fc.integer({ min: 1, max: 30 }),
  usagePerDay: fc.constantFrom(0, 0.25, 1, 3),
  changes: fc.array(CHANGE, { maxLength: 12 }),
})

/** What is there at the end of a day, told anew from the definition: what comes in time for a new order counts at once. */
function levelOn(day: number, { onHand, usagePerDay, leadTimeDays, changes }: StockOutlook): number {
  const at = NOW + day * DAY
  const inTime = Math.max(at, NOW + leadTimeDays * DAY)
  return changes
    .filter(change => change.at <= NOW + HORIZON * DAY && change.at <= (change.quantity > 0 ? inTime : at))
    .reduce((level, change) => level + change.quantity, onHand - usagePerDay * day)
}

const days = (until: number) => Array.from({ length: Math.floor(until) + 1 }, (_, day) => day)

test('it is below the minimum from the day that the definition says, and never before', () => {
  fc.assert(
    fc.property(OUTLOOK, outlook => {
      const { belowAt, orderAt } = projectStock(outlook)
      const moments = days(HORIZON).flatMap(day => (day === 0 ? [0] : [day - JUST_BEFORE, day]))
      const first = moments.find(moment => levelOn(moment, outlook) < outlook.minStock - JUST_BEFORE)
      expect(belowAt === undefined).toBe(first === undefined)
      if (belowAt === undefined || first === undefined) return
      const day = (belowAt - NOW) / DAY
      expect(day).toBeLessThanOrEqual(first)
      expect(day).toBeGreaterThanOrEqual(first - 1)
      for (const before of moments)
        if (before < day) expect(levelOn(before, outlook)).toBeGreaterThanOrEqual(outlook.minStock - JUST_BEFORE)
      expect(orderAt).toBe(Math.max(NOW, belowAt - outlook.leadTimeDays * DAY))
    }),
    { numRuns: 2000 },
  )
})

test('what is ordered on that day keeps the minimum until its days are over; one piece less would not, but for the maximum', () => {
  fc.assert(
    fc.property(OUTLOOK, outlook => {
      const { orderAt, quantity } = projectStock(outlook)
      if (orderAt === undefined || quantity === undefined) return
      const comes = (orderAt - NOW) / DAY + outlook.leadTimeDays
      const end = comes + outlook.coverDays
      const inside = [comes, ...days(end).filter(day => day > comes), end]
      const lowest = Math.min(...inside.map(day => levelOn(day, outlook)))
      expect(lowest + quantity).toBeGreaterThanOrEqual(outlook.minStock - 0.001)
      const full = outlook.maxStock === undefined || levelOn(comes, outlook) + quantity - 1 >= outlook.maxStock - 0.001
      const before = inside.filter(day => day > comes).map(day => day - JUST_BEFORE)
      const tightest = Math.min(lowest, ...before.map(day => levelOn(day, outlook)))
      if (full && quantity > 1) expect(tightest + quantity - 1).toBeLessThan(outlook.minStock)
    }),
    { numRuns: 2000 },
  )
})

test('what is left after each change is what there was with all until then; their order in the question does not matter', () => {
  fc.assert(
    fc.property(OUTLOOK, outlook => {
      const { changes, ...found } = projectStock(outlook)
      const reversed = projectStock({ ...outlook, changes: outlook.changes.toReversed() })
      expect({ ...reversed, changes: reversed.changes.map(one => one.left) }).toEqual({
        ...found,
        changes: changes.map(one => one.left),
      })
      for (const [i, one] of changes.entries()) {
        const known = changes.slice(0, i + 1).reduce((sum, { quantity }) => sum + quantity, outlook.onHand)
        expect(one.left).toBeCloseTo(known - (outlook.usagePerDay * (one.at - NOW)) / DAY, 3)
      }
    }),
  )
})

test('more that comes never makes an order earlier, and more that is taken never later', () => {
  fc.assert(
    fc.property(OUTLOOK, CHANGE, (outlook, change) => {
      const time = (more: StockChange[]) =>
        projectStock({ ...outlook, changes: [...outlook.changes, ...more] }).orderAt ?? Number.POSITIVE_INFINITY
      if (change.quantity > 0) expect(time([change])).toBeGreaterThanOrEqual(time([]))
      else expect(time([change])).toBeLessThanOrEqual(time([]))
    }),
  )
})

test('a visit in twenty days takes the last piece above the minimum: it is ordered a lead time before', () => {
  const visit: StockChange = { at: NOW + 20 * DAY, kind: 'visit', quantity: -1, plan: 'PM', dueDay: '2026-12-13' }
  const outlook = {
    partNo: 'P',
    from: NOW,
    to: NOW + 70 * DAY,
    onHand: 2,
    reserved: 0,
    minStock: 2,
    maxStock: undefined,
  }
  expect(projectStock({ ...outlook, leadTimeDays: 15, coverDays: 30, usagePerDay: 0, changes: [visit] })).toMatchObject(
    { belowAt: NOW + 20 * DAY, orderAt: NOW + 5 * DAY, quantity: 1, planned: 1, changes: [{ left: 1 }] },
  )
})

test('an order that comes in time for a new one is hurried, not doubled; one that comes later does not help', () => {
  const order = (days: number): StockChange => ({
    at: NOW + days * DAY,
    kind: 'order',
    quantity: 5,
    purchaseOrder: 'po-1',
  })
  const ticket: StockChange = { at: NOW, kind: 'ticket', quantity: -2, ticket: 't-1' }
  const outlook = {
    partNo: 'P',
    from: NOW,
    to: NOW + 70 * DAY,
    onHand: 0,
    reserved: 0,
    minStock: 1,
    maxStock: undefined,
  }
  const found = (days: number) =>
    projectStock({ ...outlook, leadTimeDays: 15, coverDays: 30, usagePerDay: 0, changes: [order(days), ticket] })
  expect(found(15)).not.toHaveProperty('orderAt')
  expect(found(15)).toMatchObject({ runsOutAt: NOW, changes: [{ left: -2 }, { left: 3 }] })
  expect(found(16)).toMatchObject({ orderAt: NOW, quantity: 3 })
})
