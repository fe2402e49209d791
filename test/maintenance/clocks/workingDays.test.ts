import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadCatalogue } from '#domain/catalogue.ts'
import { silentLog } from '#domain/log.ts'
import { wallClock } from '#domain/time.ts'
import { openCalendars } from '../../../maintenance/clocks/calendars.ts'
import { dueAt } from '../../../maintenance/clocks/dueTime.ts'
import { workingCalendar } from '../../../maintenance/clocks/workingDays.ts'
import { testDatabase } from '../../helpers/database.ts'

interface Vector {
  reported: string
  isWorkday: boolean
  plus1WorkingDay: string
  plus3WorkingDays: string
  plus24hElapsed: string
}
const vectors: Vector[] = JSON.parse(readFileSync(join(import.meta.dirname, 'workingDayVectors.json'), 'utf8'))
const catalogue = loadCatalogue()
const { workingHours, calendar2026 } = catalogue.serviceLevels
const isWeekend = (date: string) => [0, 6].includes(new Date(date).getUTCDay())
const isWorkingDay = (date: string) =>
  calendar2026.workDays.includes(date) || !(isWeekend(date) || calendar2026.offDays.includes(date))
const calendar = workingCalendar(isWorkingDay, workingHours, 'Asia/Shanghai')
const due = (start: string, days: number) => calendar.addWorkingDays(Date.parse(start), days)

test.each(vectors)('$reported', vector => {
  expect(isWorkingDay(vector.reported.slice(0, 10))).toBe(vector.isWorkday)
  expect(due(vector.reported, 1)).toBe(Date.parse(vector.plus1WorkingDay))
  expect(due(vector.reported, 3)).toBe(Date.parse(vector.plus3WorkingDays))
  const startedAt = Date.parse(vector.reported)
  expect(dueAt({ span: { elapsedMin: 1440 }, startedAt, pauses: [] }, calendar)).toBe(Date.parse(vector.plus24hElapsed))
})

test.each([
  ['at opening', '2026-11-23T08:30:00+08:00', '2026-11-24T08:30:00+08:00'],
  ['just before opening', '2026-11-23T08:29:59+08:00', '2026-11-23T17:30:00+08:00'],
  ['at closing', '2026-11-23T17:30:00+08:00', '2026-11-24T17:30:00+08:00'],
])('%s', (_what, start, expected) => {
  expect(due(start, 1)).toBe(Date.parse(expected))
})

test('the catalogue’s 2026 is there; a year without a table counts Monday to Friday and warns once', async () => {
  const warnings: object[] = []
  const log = { ...silentLog, warn: (fields: object) => warnings.push(fields) }
  const calendars = await openCalendars({ database: await testDatabase(), catalogue, clock: wallClock(), log })
  for (const { reported, isWorkday } of vectors) expect(calendars.isWorkingDay(reported.slice(0, 10))).toBe(isWorkday)
  const next = workingCalendar(calendars.isWorkingDay, workingHours, 'Asia/Shanghai')
  const friday = Date.parse('2027-10-01T10:00:00+08:00')
  expect(next.addWorkingDays(friday, 1)).toBe(Date.parse('2027-10-04T10:00:00+08:00'))
  next.addWorkingDays(friday, 3)
  expect(warnings).toEqual([{ year: '2027' }])
})

test('working hours are those of the place, across its change of the clocks', () => {
  const berlin = workingCalendar(date => !isWeekend(date), workingHours, 'Europe/Berlin')
  const friday = Date.parse('2026-03-27T10:00:00+01:00')
  expect(berlin.addWorkingDays(friday, 1)).toBe(Date.parse('2026-03-30T10:00:00+02:00'))
  expect(berlin.workingTime(friday, Date.parse('2026-03-30T10:00:00+02:00'))).toBe(berlin.dayLength)
})

test('a deadline is later than its start, on a working day, and grows with the days given', () => {
  const within2026 = fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2026-12-01T00:00:00Z') })
  fc.assert(
    fc.property(within2026, fc.integer({ min: 1, max: 10 }), (start, days) => {
      const end = calendar.addWorkingDays(start, days)
      const local = new Date(end + 8 * 3_600_000).toISOString()
      return (
        end > start &&
        isWorkingDay(local.slice(0, 10)) &&
        local.slice(11, 16) >= '08:30' &&
        local.slice(11, 16) <= '17:30' &&
        calendar.addWorkingDays(start, days + 1) > end
      )
    }),
  )
})
