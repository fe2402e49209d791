import { expect, test } from 'vitest'
import { ref } from 'vue'
import { durationText } from '#domain/explain/durationText.ts'
import { unitLabel } from '#domain/explain/unitLabel.ts'
import { countdownText } from '../../../dashboard/web/src/format/durations.ts'
import { createFormats } from '../../../dashboard/web/src/format/formats.ts'
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
  expect(formats.duration(125 * MIN)).toBe('2 h 05 min')
  expect(formats.number(5.80123)).toBe('5.801')
})
