import fc from 'fast-check'
import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { type DayEvent, iCalendar } from '#domain/iCalendar.ts'

const AT = Date.parse('2026-11-23T03:00:00.250Z')
const EVENT: DayEvent = {
  ...{ uid: 't-1@caretaker', day: '2026-12-08', summary: '电梯半月维护保养 · 1号楼; A, B\\C', status: 'CONFIRMED' },
  description: `first\nsecond ${'很长的说明'.repeat(30)} 🛗`,
  url: 'https://care.example/tickets/t-1?a=1,2;3',
}

const eventsOf = (text: string) =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map(each => new ICAL.Event(each))

test('a calendar program reads what was meant, whatever the texts hold', () => {
  const text = iCalendar('张师傅 · 1号', [EVENT, { ...EVENT, uid: 'x', status: 'TENTATIVE' }], AT)
  const root = new ICAL.Component(ICAL.parse(text))
  expect(root.getFirstPropertyValue('version')).toBe('2.0')
  expect(root.getFirstPropertyValue('x-wr-calname')).toBe('张师傅 · 1号')
  const [event, other] = eventsOf(text)
  expect(event?.uid).toBe(EVENT.uid)
  expect(event?.summary).toBe(EVENT.summary)
  expect(event?.description).toBe(EVENT.description)
  expect(event?.startDate.toString()).toBe('2026-12-08')
  expect(event?.startDate.isDate).toBe(true)
  expect(event?.endDate.toString()).toBe('2026-12-09')
  expect(event?.component.getFirstPropertyValue('url')).toBe(EVENT.url)
  expect(String(event?.component.getFirstPropertyValue('dtstamp'))).toBe('2026-11-23T03:00:00Z')
  expect(other?.component.getFirstPropertyValue('status')).toBe('TENTATIVE')
})

test('lines end as they must, are at most 75 octets long and break no character', () => {
  const lines = iCalendar('x', [EVENT], AT).split('\r\n')
  expect(lines.at(-1)).toBe('')
  expect(lines.filter(line => /[\r\n]/.test(line))).toEqual([])
  expect(Math.max(...lines.map(line => Buffer.byteLength(line)))).toBeLessThanOrEqual(75)
  expect(lines.some(line => Buffer.byteLength(line) > 70)).toBe(true)
  expect(lines.filter(line => !line.isWellFormed())).toEqual([])
})

test('any text comes back, without the control characters that no line may hold', () => {
  const clean = (text: string) => text.replaceAll(/\r\n|\r/g, '\n').replaceAll(/[^\P{Cc}\t\n]/gu, '')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ maxLength: 200 }), (summary, description) => {
      const [event] = eventsOf(
        iCalendar('x', [{ ...EVENT, summary: `s${summary}`, description: `d${description}` }], AT),
      )
      expect(event?.summary).toBe(clean(`s${summary}`))
      expect(event?.description).toBe(clean(`d${description}`))
    }),
  )
})
