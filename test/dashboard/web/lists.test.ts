import { expect, test } from 'vitest'
import type { EquipmentItem, FaultItem, PartItem } from '../../../dashboard/web/src/api/items.ts'
import { periodOf } from '../../../dashboard/web/src/pages/analytics/periods.ts'
import { filterEquipment } from '../../../dashboard/web/src/pages/equipment/filterEquipment.ts'
import { byUrgency } from '../../../dashboard/web/src/pages/faults/urgency.ts'
import { summarise } from '../../../dashboard/web/src/pages/overview/siteSummary.ts'
import { arrangeParts, stockState } from '../../../dashboard/web/src/pages/parts/stock.ts'
import { levelOfFault } from '../../../dashboard/web/src/ui/levels.ts'

const fault = (id: string, change: Partial<FaultItem> = {}): FaultItem => ({
  id,
  equipment: 'lift-1',
  site: 's1',
  class: 'elevator',
  code: 'X',
  severity: 'general',
  lifeSafety: false,
  state: 'firing',
  firedAt: '2026-11-23T10:00:00.000Z',
  evidence: [],
  occurrences: 1,
  occurredAt: '2026-11-23T10:00:00.000Z',
  reminders: 0,
  escalation: 0,
  ...change,
})
const equipment = (id: string, change: Partial<EquipmentItem> = {}): EquipmentItem => ({
  id,
  site: 's1',
  gateway: 'gw',
  class: 'elevator',
  name: `电梯 ${id}`,
  params: {},
  occupancy: 'normal',
  createdAt: '2026-01-01T00:00:00.000Z',
  state: 'normal',
  health: { index: 100, deductions: [] },
  ...change,
})
const part = (partNo: string, change: Partial<PartItem> = {}): PartItem => ({
  partNo,
  name: partNo,
  nameZh: partNo,
  unit: 'pc',
  stores: [],
  onHand: 5,
  reserved: 0,
  available: 5,
  incoming: 0,
  minStock: 2,
  leadTimeDays: 3,
  version: 0,
  ...change,
})

test('faults: unacknowledged first, then by priority, then newest', () => {
  const acknowledgedAt = '2026-11-23T11:00:00.000Z'
  const faults = [
    fault('seen-major', { severity: 'major', acknowledgedAt }),
    fault('advisory', { severity: 'advisory' }),
    fault('older', { firedAt: '2026-11-23T09:00:00.000Z' }),
    fault('newer'),
    fault('trapped', { severity: 'major', lifeSafety: true, firedAt: '2026-11-20T00:00:00.000Z' }),
  ]
  const sorted = faults.sort(byUrgency(item => levelOfFault(item)))
  expect(sorted.map(item => item.id)).toEqual(['trapped', 'newer', 'older', 'advisory', 'seen-major'])
})

test('a fault carries the mark of its ticket’s priority', () => {
  expect(levelOfFault(fault('a'), 'P1')).toBe(1)
  expect(levelOfFault(fault('a', { severity: 'major', lifeSafety: true }))).toBe(0)
  expect(levelOfFault(fault('a', { severity: 'predictive', lifeSafety: true }))).toBe(4)
})

test('a site shows its worst priority and tells its systems apart', () => {
  const summary = summarise(
    [equipment('a'), equipment('b', { class: 'ups', state: 'stale' })],
    [fault('1', { severity: 'major' }), fault('2', { severity: 'advisory', acknowledgedAt: '2026-11-23T11:00:00Z' })],
    code => (code === 'elevator' ? 'elevator' : 'electrical'),
    item => levelOfFault(item),
  )
  expect(summary).toMatchObject({ worst: 1, unacknowledged: 1, lost: 1, counts: [0, 1, 0, 1, 0] })
  expect(summary.systems).toMatchObject([
    { domain: 'electrical', worst: undefined, lost: 1 },
    { domain: 'elevator', worst: 1, equipment: 1 },
  ])
})

test('equipment: every word of the search has to fit, what is wrong comes first', () => {
  const all = [equipment('a'), equipment('b', { state: 'noData' }), equipment('c', { state: 'fault', site: 's2' })]
  const named = equipment('d', { confirmed: false, site: 's9' })
  const about = (item: EquipmentItem) => ({ domain: 'elevator', text: `${item.id} ${item.name}` })
  const find = (change: object) =>
    filterEquipment([...all, named], { site: '', domain: '', class: '', state: '', search: '', ...change }, about).map(
      e => e.id,
    )
  expect(find({})).toEqual(['c', 'b', 'a', 'd'])
  expect(find({ state: 'lost' })).toEqual(['b'])
  expect(find({ state: 'unconfirmed' })).toEqual(['d'])
  expect(find({ search: '电梯 A' })).toEqual(['a'])
  expect(find({ domain: 'fire' })).toEqual([])
})

test('parts: what tickets wait for first, then what is low', () => {
  const parts = [part('a'), part('b', { available: 0, onHand: 0 }), part('c', { available: 0, onHand: 0, minStock: 0 })]
  const wanted = (partNo: string) => (partNo === 'c' ? 1 : 0)
  expect(arrangeParts(parts, { view: 'all', search: '' }, wanted).map(p => p.partNo)).toEqual(['c', 'b', 'a'])
  expect(arrangeParts(parts, { view: 'short', search: '' }, wanted).map(p => p.partNo)).toEqual(['c'])
  expect(stockState(part('d', { available: 1, incoming: 5 }))).toBe('enough')
})

test('a period of one’s own holds its last day whole; nonsense falls back to 30 days', () => {
  const day = 86_400_000
  expect(periodOf('7d', 10 * day)).toEqual({ from: 3 * day, to: 10 * day })
  expect(periodOf('own', 0, { from: '2026-11-01', to: '2026-11-01', zone: 'Asia/Shanghai' })).toEqual({
    from: Date.parse('2026-11-01T00:00:00+08:00'),
    to: Date.parse('2026-11-02T00:00:00+08:00'),
  })
  expect(periodOf('own', 0, { from: '2026-03-08', to: '2026-03-08', zone: 'America/New_York' })).toEqual({
    from: Date.parse('2026-03-08T00:00:00-05:00'),
    to: Date.parse('2026-03-09T00:00:00-04:00'),
  })
  expect(periodOf('own', 40 * day, { from: '', to: 'x', zone: 'UTC' })).toEqual({ from: 10 * day, to: 40 * day })
})
