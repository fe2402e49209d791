import { expect, test } from 'vitest'
import { say } from '../../../dashboard/web/src/i18n/say.ts'
import type { Wording } from '../../../dashboard/web/src/i18n/wording.ts'
import type { Words } from '../../../dashboard/web/src/i18n/zh.ts'
import { timelineDetail } from '../../../dashboard/web/src/pages/tickets/timelineDetail.ts'
import type { EntryItem } from '../../../dashboard/web/src/pages/tickets/timelineText.ts'
import { WORDS } from './everyWord.ts'

const i18n: Wording = {
  t: (key, params) => say(WORDS.en, 'en', key, params),
  word: (group, code) => WORDS.en[`${group}.${code}` as keyof Words] ?? code,
}
const names = { technician: (id: string) => `Mr ${id}`, duration: (ms: number) => `${ms} ms` }
const detailOf = (entry: Partial<EntryItem>) =>
  timelineDetail({ at: '2026-11-27T10:00:00.000Z', by: 'system', event: 'moved', ...entry }, i18n, names)

test('a line of the timeline says only what its entry holds', () => {
  expect(detailOf({})).toBe('')
  expect(detailOf({ detail: { technician: 'zhang' } })).toBe('technician Mr zhang')
  expect(detailOf({ event: 'escalated', detail: { clock: 'arrive', level: 2, role: 'dispatcher' } })).toBe(
    'Arrive · level 2: dispatcher',
  )
})
