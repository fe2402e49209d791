import { expect, test } from 'vitest'
import { loadCatalogue } from '#domain/catalogue.ts'
import { readCalendarText, yearOf } from '../../../../dashboard/web/src/pages/settings/calendars/readCalendarText.ts'
import { yearGrid } from '../../../../dashboard/web/src/pages/settings/calendars/yearGrid.ts'

test('a year at a glance has every day once, in weeks from Monday on, each of its kind', async () => {
  const { calendar2026 } = (await loadCatalogue()).serviceLevels
  const months = yearGrid(2026, calendar2026)
  const days = months.flat(2).filter(day => day !== undefined)
  expect(new Set(days.map(day => day.date)).size).toBe(365)
  for (const week of months.flat()) {
    expect(week).toHaveLength(7)
    for (const [i, day] of week.entries()) if (day) expect((new Date(day.date).getUTCDay() + 6) % 7).toBe(i)
  }
  const of = (kind: string) => days.filter(day => day.kind === kind).map(day => day.date)
  expect(of('off')).toEqual(calendar2026.offDays)
  expect(of('makeUp')).toEqual(calendar2026.workDays)
  expect(of('working')).toHaveLength(
    365 - of('weekend').length - calendar2026.offDays.length - calendar2026.workDays.length,
  )
  expect(yearGrid(2028, { offDays: [], workDays: [] })[1]?.flat().filter(Boolean)).toHaveLength(29)
})

test('a table is read in both languages, from CSV or the JSON of holiday-cn; what is none is named by its line', () => {
  const text = '# 2027\n2027-01-01, off, New Year\n\n2027-02-06\t班\t春节\n2027-13-01, off, x\n2027-01-02 maybe x\n'
  expect(readCalendarText(text)).toEqual({
    days: [
      { date: '2027-01-01', isOffDay: true, name: 'New Year' },
      { date: '2027-02-06', isOffDay: false, name: '春节' },
    ],
    unread: [5, 6],
  })
  const days = [{ name: '元旦', date: '2027-01-01', isOffDay: true }]
  expect(readCalendarText(JSON.stringify({ year: 2027, papers: [], days }))).toEqual({ days, unread: [] })
  expect(readCalendarText('{"days": [{"date": "2027-01-01"}]}')).toEqual({ days: [], unread: [1] })
  for (const nothing of ['{', '{}', '{"days": []}'])
    expect(readCalendarText(nothing)).toEqual({ days: [], unread: [1] })
  expect(readCalendarText('')).toEqual({ days: [], unread: [] })
  expect(yearOf(days)).toBe(2027)
  expect(yearOf([])).toBeUndefined()
})
