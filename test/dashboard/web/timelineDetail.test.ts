import { expect, test } from 'vitest'
import { say } from '../../../dashboard/web/src/i18n/say.ts'
import type { Wording } from '../../../dashboard/web/src/i18n/wording.ts'
import type { Words } from '../../../dashboard/web/src/i18n/zh.ts'
import { foldAnswers } from '../../../dashboard/web/src/pages/tickets/foldAnswers.ts'
import { timelineDetail } from '../../../dashboard/web/src/pages/tickets/timelineDetail.ts'
import type { EntryItem } from '../../../dashboard/web/src/pages/tickets/timelineText.ts'
import { WORDS } from './everyWord.ts'

const i18n: Wording = {
  t: (key, params) => say(WORDS.en, 'en', key, params),
  word: (group, code) => WORDS.en[`${group}.${code}` as keyof Words] ?? code,
}
const names = {
  technician: (id: string) => `Mr ${id}`,
  duration: (ms: number) => `${ms} ms`,
  surveyReason: (code: string) => `reason ${code}`,
  pauseReason: (code: string) => `pause ${code}`,
  pick: ({ en }: { en: string }) => en,
}
const detailOf = (entry: Partial<EntryItem>) =>
  timelineDetail({ at: '2026-11-27T10:00:00.000Z', by: 'system', event: 'moved', ...entry }, i18n, names)

test('a line of the timeline says only what its entry holds', () => {
  expect(detailOf({})).toBe('')
  expect(detailOf({ detail: { technician: 'zhang' } })).toBe('technician Mr zhang')
  expect(detailOf({ event: 'escalated', detail: { clock: 'arrive', level: 2, role: 'dispatcher' } })).toBe(
    'Arrive · level 2: dispatcher',
  )
})

test('codes of the service levels are called by their names', () => {
  expect(
    detailOf({ to: 'surveyed', detail: { survey: { score: 1, reasons: ['late', 'attitude'], comment: 'no' } } }),
  ).toBe('Score 1/5 · reason late · reason attitude · no')
  expect(detailOf({ event: 'pauseGranted', detail: { reason: 'powerOffWindow', evidence: 'letter' } })).toBe(
    'pause powerOffWindow · letter',
  )
  expect(detailOf({ detail: { reason: 'at 22:00', pause: { reason: 'powerOffWindow' }, pauseIs: 'asked' } })).toBe(
    'asks to stop the clock · pause powerOffWindow · at 22:00',
  )
})

test('a reason that the service wrote in both languages is read in one; what a person wrote stays as it is', () => {
  const reason = '未在时限内接单 · not accepted in time'
  expect(detailOf({ event: 'returned', detail: { reason } })).toBe('not accepted in time')
  expect(detailOf({ event: 'returned', by: 'zhang', detail: { reason } })).toBe(reason)
})

test('answers that one person gave in one go are one line that counts them; what lies between begins another', () => {
  const entry = (minute: number, by: string, event: string, notOk = 0): EntryItem => ({
    ...{ at: new Date(minute * 60_000).toISOString(), by, event },
    ...(event === 'checklistAnswered' && { detail: { answers: 1, notOk } }),
  })
  const given = [
    entry(0, 'system', 'opened'),
    entry(1, 'zhang', 'checklistAnswered'),
    entry(2, 'zhang', 'checklistAnswered', 1),
    entry(3, 'zhang', 'checklistAnswered'),
    entry(4, 'li', 'checklistAnswered'),
    entry(5, 'zhang', 'checklistAnswered'),
    entry(6, 'zhang', 'noted'),
    entry(7, 'zhang', 'checklistAnswered'),
    entry(60, 'zhang', 'checklistAnswered'),
  ]
  const lines = foldAnswers(given)
  expect(lines.map(line => [line.by, detailOf(line)])).toEqual([
    ['system', ''],
    ['zhang', 'answers: 3 · not OK: 1'],
    ['li', 'answers: 1'],
    ['zhang', 'answers: 1'],
    ['zhang', ''],
    ['zhang', 'answers: 1'],
    ['zhang', 'answers: 1'],
  ])
  expect(lines[1]).toMatchObject({ since: given[1]?.at, at: given[3]?.at })
  expect(given).toHaveLength(9)
})
