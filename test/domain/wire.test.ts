import { expect, test } from 'vitest'
import { toWire } from '#domain/wire.ts'

const AT = Date.UTC(2026, 10, 23, 3)
const ISO = '2026-11-23T03:00:00.000Z'

test('every time of an item travels as ISO text, however deep; nothing else changes', () => {
  expect(
    toWire({
      id: 't-1',
      version: 3,
      openedAt: AT,
      shelvedUntil: AT,
      closedAt: undefined,
      clocks: [{ kind: 'arrive', dueAt: AT, minutes: 30 }],
      timeline: [{ at: AT, from: 'new', to: 'closed', detail: { dueAt: AT, count: 2 } }],
      query: { from: AT, to: AT },
      values: { flat: { value: AT, ts: AT } },
    }),
  ).toEqual({
    id: 't-1',
    version: 3,
    openedAt: ISO,
    shelvedUntil: ISO,
    clocks: [{ kind: 'arrive', dueAt: ISO, minutes: 30 }],
    timeline: [{ at: ISO, from: 'new', to: 'closed', detail: { dueAt: ISO, count: 2 } }],
    query: { from: ISO, to: ISO },
    values: { flat: { value: AT, ts: ISO } },
  })
})

test('parameters, which users name, stay as they are', () => {
  expect(toWire({ params: { startAt: 5, at: 7 } })).toEqual({ params: { startAt: 5, at: 7 } })
})
