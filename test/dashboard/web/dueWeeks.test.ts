import { expect, test } from 'vitest'
import { fortnight, mondayOf, sectionOf, sectionTotals } from '../../../dashboard/web/src/pages/plans/due/dueWeeks.ts'

/** A Friday. */
const TODAY = '2026-11-27'

test('a week begins on Monday', () => {
  expect(['2026-11-23', '2026-11-27', '2026-11-29', '2026-11-30'].map(mondayOf)).toEqual([
    ...Array(3).fill('2026-11-23'),
    '2026-11-30',
  ])
})

test.each([
  ['overdue', '2026-11-20', 'overdue'],
  ['due', '2026-11-20', 'now'],
  ['later', '2026-11-29', 'now'],
  ['later', '2026-11-30', 'next'],
  ['later', '2026-12-06', 'next'],
  ['later', '2026-12-07', 'later'],
] as const)('what is %s and due on %s stands under “%s”', (state, dueDay, section) => {
  expect(sectionOf({ state, dueDay }, TODAY)).toBe(section)
})

const DAYS = [
  { day: '2026-11-20', lines: 3, overdue: 2 },
  { day: '2026-11-26', lines: 1, overdue: 0 },
  { day: '2026-12-06', lines: 2, overdue: 0 },
  { day: '2026-12-20', lines: 5, overdue: 0 },
]

test('two weeks from Monday show how much each day has', () => {
  const days = fortnight(DAYS, TODAY)
  expect(days).toHaveLength(14)
  expect(days.filter(({ n }) => n > 0)).toEqual([
    { day: '2026-11-26', n: 1, past: true },
    { day: '2026-12-06', n: 2, past: false },
  ])
})

test('the sections count what is not read yet too', () => {
  expect(sectionTotals(DAYS, TODAY)).toEqual({ overdue: 2, now: 2, next: 2, later: 5 })
})
