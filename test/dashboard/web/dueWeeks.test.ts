import { expect, test } from 'vitest'
import { fortnight, mondayOf, sectionOf } from '../../../dashboard/web/src/pages/plans/due/dueWeeks.ts'

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

test('two weeks from Monday count the visits of each day', () => {
  const days = fortnight([{ dueDay: '2026-11-26' }, { dueDay: '2026-12-06' }, { dueDay: '2026-12-06' }], TODAY)
  expect(days).toHaveLength(14)
  expect(days.filter(({ n }) => n > 0)).toEqual([
    { day: '2026-11-26', n: 1, past: true },
    { day: '2026-12-06', n: 2, past: false },
  ])
})
