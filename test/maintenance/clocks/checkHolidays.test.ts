import { expect, test } from 'vitest'
import type { CalendarImport } from '#domain/calendars.ts'
import { loadCatalogue } from '#domain/catalogue.ts'
import { statutoryDays } from '#domain/statutoryHolidays.ts'
import { checkHolidays } from '../../../maintenance/clocks/checkHolidays.ts'

const { statutoryHolidays: law, serviceLevels } = loadCatalogue()
const { offDays, workDays } = serviceLevels.calendar2026

/** From a day to another of the same month, and days that stand alone. */
const span = (from: string, to: string): string[] => {
  const [first, last] = [Number(from.slice(8)), Number(to.slice(8))]
  return Array.from({ length: last - first + 1 }, (_, i) => `${from.slice(0, 8)}${String(first + i).padStart(2, '0')}`)
}

/** The notice for 2025 (国办发明电〔2024〕12号). */
const OFF_2025 = [
  ...['2025-01-01', ...span('2025-01-28', '2025-01-31'), ...span('2025-02-01', '2025-02-04')],
  ...[...span('2025-04-04', '2025-04-06'), ...span('2025-05-01', '2025-05-05'), '2025-05-31'],
  ...[...span('2025-06-01', '2025-06-02'), ...span('2025-10-01', '2025-10-08')],
]
const WORK_2025 = ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11']

const table = (year: number, off: readonly string[], work: readonly string[]): CalendarImport => ({
  ...{ year, source: 'notice' },
  days: [
    ...off.map(date => ({ date, isOffDay: true, name: 'x' })),
    ...work.map(date => ({ date, isOffDay: false, name: 'x' })),
  ],
})

test('the notices for 2025 and 2026 lack nothing that the law gives, and balance', () => {
  expect(checkHolidays(table(2025, OFF_2025, WORK_2025), law)).toEqual([])
  expect(checkHolidays(table(2026, offDays, workDays), law)).toEqual([])
})

test('a day off by law is where the calendar puts it, also where the new moon is close to midnight', () => {
  const days = (year: number) => statutoryDays(law, year)?.map(({ date }) => date.slice(5)) ?? []
  const moving = ['02-05', '02-06', '02-07', '02-08', '04-05']
  expect(days(2027)).toEqual(['01-01', ...moving, '05-01', '05-02', '06-09', '09-15', '10-01', '10-02', '10-03'])
  expect(days(2030).slice(1, 5)).toEqual(['02-02', '02-03', '02-04', '02-05'])
  expect(days(2042).slice(1, 5)).toEqual(['01-21', '01-22', '01-23', '01-24'])
  for (let year = 2025; year <= 2050; year += 1) expect([year, days(year).length]).toEqual([year, 13])
})

test('a table with New Year alone is told each weekday of the other holidays', () => {
  expect(checkHolidays(table(2026, ['2026-01-01'], []), law)).toMatchObject(
    [
      ...['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-05-01'],
      ...['2026-06-19', '2026-09-25', '2026-10-01', '2026-10-02'],
    ].map(date => ({ problem: 'holidayMissing', date })),
  )
  const worked = checkHolidays(table(2026, offDays, [...workDays, '2026-10-03']), law)
  expect(worked).toEqual([{ problem: 'holidayMissing', date: '2026-10-03', name: 'National Day', name_zh: '国庆节' }])
})

test('a make-up day that is forgotten, and a day off that nobody makes up for, do not balance', () => {
  const unbalanced = (is: number) => [{ problem: 'unbalanced', date: '2026', is, expected: 13 }]
  expect(checkHolidays(table(2026, offDays, workDays.slice(1)), law)).toEqual(unbalanced(14))
  const shorter = offDays.filter(date => date !== '2026-01-02')
  expect(checkHolidays(table(2026, shorter, workDays), law)).toEqual(unbalanced(12))
})

test('years of which the law or the moon is not known here are not judged', () => {
  expect(checkHolidays(table(2024, ['2024-01-01'], []), law)).toEqual([])
  expect(checkHolidays(table(2051, ['2051-01-01'], []), law)).toEqual([])
})
