import { expect, test } from 'vitest'
import { ref } from 'vue'
import { durationText } from '#domain/explain/durationText.ts'
import { unitLabel } from '#domain/explain/unitLabel.ts'
import { countdownText } from '../../../dashboard/web/src/format/durations.ts'
import { createFormats } from '../../../dashboard/web/src/format/formats.ts'
import { startOfDay } from '../../../dashboard/web/src/format/zonedDay.ts'
import { zonedMoment } from '../../../dashboard/web/src/format/zonedMoment.ts'
import type { Locale } from '../../../dashboard/web/src/i18n/say.ts'

const units = { s: 's', min: 'min', h: 'h', d: 'd', gap: ' ' }
const MIN = 60_000

test.each([
  [0, '0 s'],
  [-5000, '0 s'],
  [59_999, '59 s'],
  [MIN, '1 min'],
  [60 * MIN, '1 h'],
  [125 * MIN, '2 h 05 min'],
  [24 * 60 * MIN, '1 d'],
  [(24 * 3 + 4) * 60 * MIN, '3 d 4 h'],
])('%d ms lasts %s', (ms, text) => expect(durationText(ms, units)).toBe(text))

test.each([
  [48_000, '00:48'],
  [9 * MIN + 5000, '09:05'],
  [65 * MIN, '1:05:00'],
  [-12 * MIN, '+12:00'],
  [-500, '+00:00'],
])('%d ms left reads %s', (ms, text) => expect(countdownText(ms)).toBe(text))

test.each([
  ['Cel', '°C'],
  ['1', ''],
  ['{trip}', ''],
  ['{start}/h', '/h'],
  ['m3/h', 'm³/h'],
  ['MPa', 'MPa'],
])('UCUM %s is shown as “%s”', (ucum, shown) => expect(unitLabel(ucum)).toBe(shown))

test('times are the sites’ own, on a 24-hour clock, in either language', () => {
  const locale = ref<Locale>('zh')
  const formats = createFormats(locale, ref('Asia/Shanghai'))
  const at = Date.UTC(2026, 0, 5, 16, 7, 9)
  expect(formats.dateTime(at)).toBe('2026/01/06 00:07:09')
  expect(formats.dateTime(new Date(at).toISOString())).toBe('2026/01/06 00:07:09')
  locale.value = 'en'
  expect(formats.dateTime(at)).toBe('06/01/2026 00:07:09')
  expect(formats.dayPart('2026-11-01', 'monthOfYear')).toBe('November 2026')
  expect(formats.dayPart('2026-11-01', 'weekday')).toBe('Sun')
  expect(formats.duration(125 * MIN)).toBe('2 h 05 min')
  expect(formats.number(5.80123)).toBe('5.801')
})

test.each([
  [1, 0, '100%'],
  [0.9992, 0, '99.92%'],
  [0.9992, 2, '99.92%'],
  [0.99996, 2, '99.996%'],
  [0.974, 0, '97%'],
  [0.9741, 2, '97.41%'],
  [0.0004, 0, '0.04%'],
  [0, 2, '0%'],
  [1 - 1e-16, 0, '100%'],
])('a share of %d is neither all nor none unless it is: %s', (share, digits, text) => {
  expect(createFormats(ref<Locale>('en'), ref('Asia/Shanghai')).percent(share, digits)).toBe(text)
})

test.each([
  ['2026-11-27T08:30', 'Asia/Shanghai', '2026-11-27T00:30:00.000Z'],
  ['2026-11-27T08:30', 'America/New_York', '2026-11-27T13:30:00.000Z'],
  ['2026-07-01T00:00', 'Europe/Berlin', '2026-06-30T22:00:00.000Z'],
  ['2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
])('%s entered at a site in %s is %s, whatever the zone of the browser', (text, zone, at) => {
  expect(new Date(zonedMoment(text, zone)).toISOString()).toBe(at)
})

test('a field that is not filled is no moment', () => {
  expect(zonedMoment('', 'Asia/Shanghai')).toBeNaN()
  expect(startOfDay('', 'Asia/Shanghai')).toBeNaN()
})
