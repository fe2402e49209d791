import { expect, test } from 'vitest'
import { complaintMovesOf } from '#domain/complaintMoves.ts'
import { COMPLAINT_CHANNELS, COMPLAINT_CLOCKS, COMPLAINT_STATUSES } from '#domain/complaints.ts'
import { ERRORS } from '#domain/errors.ts'
import { SEVERITIES } from '#domain/faults.ts'
import { PURCHASE_STATUSES, RESERVATION_STATUSES } from '#domain/parts.ts'
import { REJECT_REASONS } from '#domain/telemetry.ts'
import { CLOCK_KINDS } from '#domain/ticketClocks.ts'
import { FOLLOW_UP_RESULTS } from '#domain/ticketForms.ts'
import { MOVES } from '#domain/ticketMoves.ts'
import { PRIORITIES, TICKET_STATUSES } from '#domain/tickets.ts'
import { CONNACK_REASONS, CUT_OFF_REASONS } from '../../../broker/doorCounts.ts'
import { LOCALES, say } from '../../../dashboard/web/src/i18n/say.ts'
import type { WordKey } from '../../../dashboard/web/src/i18n/zh.ts'
import { ALARM_CODES } from '../../../ingest/alarms.ts'
import { WORDS } from './everyWord.ts'

const names = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort()

test('both languages have the same keys, none empty', () => {
  expect(Object.keys(WORDS.en).sort()).toEqual(Object.keys(WORDS.zh).sort())
  for (const locale of LOCALES) for (const text of Object.values(WORDS[locale])) expect(text).not.toBe('')
})

test('both languages fill in the same names', () => {
  for (const key of Object.keys(WORDS.zh) as WordKey[])
    expect({ key, names: names(WORDS.en[key]) }).toEqual({ key, names: names(WORDS.zh[key]) })
})

test('every code that the service sends has its words', () => {
  const codes = [
    ...Object.keys(ERRORS).map(code => `error.${code}`),
    ...REJECT_REASONS.map(reason => `reject.${reason}`),
    ...TICKET_STATUSES.flatMap(status => [`status.${status}`, `move.${status}`]),
    ...CLOCK_KINDS.map(kind => `clock.${kind}`),
    ...PRIORITIES.map(priority => `priority.${priority}`),
    ...SEVERITIES.map(severity => `severity.${severity}`),
    ...RESERVATION_STATUSES.map(status => `reservation.${status}`),
    ...ALARM_CODES.map(code => `alarm.${code}`),
    ...[...CONNACK_REASONS.slice(1), ...CUT_OFF_REASONS].map(reason => `door.${reason}`),
    ...[...MOVES, ...COMPLAINT_STATUSES.flatMap(complaintMovesOf)].flatMap(({ needs = [] }) =>
      needs.map(need => `need.${need}`),
    ),
    ...COMPLAINT_STATUSES.flatMap(status => [
      `complaint.status.${status}`,
      ...complaintMovesOf(status).map(row => `complaint.move.${row.to}`),
    ]),
    ...COMPLAINT_CHANNELS.map(channel => `complaint.channel.${channel}`),
    ...COMPLAINT_CLOCKS.map(clock => `complaint.clock.${clock}`),
    ...FOLLOW_UP_RESULTS.map(result => `followUp.${result}`),
    ...PURCHASE_STATUSES.map(status => `order.${status}`),
  ]
  expect(codes.filter(code => !(code in WORDS.zh))).toEqual([])
})

test('Chinese is Chinese', () => {
  const sentences = Object.entries(WORDS.zh).filter(([key]) =>
    /^(error|reject|status|move|clock|priority|alarm|door)\./.test(key),
  )
  expect(sentences.filter(([, text]) => !/\p{Script=Han}/u.test(text))).toEqual([])
})

test('numbers pick the plural', () => {
  expect(say(WORDS.en, 'en', 'nav.newTickets', { n: 1 })).toBe('1 new ticket')
  expect(say(WORDS.en, 'en', 'nav.newTickets', { n: 3 })).toBe('3 new tickets')
  expect(say(WORDS.zh, 'zh', 'nav.newTickets', { n: 1 })).toBe('1 张新工单')
})

test('a name that was not given stays to be seen', () => {
  expect(say(WORDS.en, 'en', 'time.ago')).toBe('{span} ago')
})
