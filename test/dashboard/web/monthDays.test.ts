import { expect, test } from 'vitest'
import { addMonths, isMonth, monthDays } from '../../../dashboard/web/src/pages/plans/calendar/monthDays.ts'

test.each([
  ['2026-11', '2026-10-26', '2026-12-06', 42],
  ['2026-12', '2026-11-30', '2027-01-03', 35],
  ['2027-02', '2027-02-01', '2027-02-28', 28],
])('%s is shown from %s to %s', (month, first, last, n) => {
  const days = monthDays(month)
  expect([days[0], days.at(-1), days.length]).toEqual([first, last, n])
  expect(new Set(days).size).toBe(n)
})

test('months go over the end of a year', () => {
  expect([addMonths('2026-12', 1), addMonths('2027-01', -1), addMonths('2026-11', 14)]).toEqual([
    ...['2027-01', '2026-12', '2028-01'],
  ])
  expect(['2026-11', '2026-13', '2026-1', 'x'].map(isMonth)).toEqual([true, false, false, false])
})
