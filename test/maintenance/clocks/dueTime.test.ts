import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadCatalogue } from '#domain/catalogue.ts'
import type { Span } from '#domain/promise.ts'
import { dueAt, type Pause } from '../../../maintenance/clocks/dueTime.ts'
import { workingCalendar } from '../../../maintenance/clocks/workingDays.ts'

const { workingHours, calendar2026 } = loadCatalogue().serviceLevels
const calendar = workingCalendar(
  date =>
    calendar2026.workDays.includes(date) ||
    !([0, 6].includes(new Date(date).getUTCDay()) || calendar2026.offDays.includes(date)),
  workingHours,
  'Asia/Shanghai',
)
const MINUTE = 60_000
const start = fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2026-10-01T00:00:00Z') })
const span: fc.Arbitrary<Span> = fc.oneof(
  fc.record({ elapsedMin: fc.integer({ min: 1, max: 20_000 }) }),
  fc.record({ workingDays: fc.integer({ min: 1, max: 5 }) }),
)
/** Pauses one after the other, from the start on. */
const pauses = (startedAt: number) =>
  fc.array(fc.record({ runs: fc.nat(2000), stands: fc.nat(4000) }), { maxLength: 5 }).map(steps => {
    let at = startedAt
    return steps.map(({ runs, stands }): Pause => {
      const from = at + runs * MINUTE
      at = from + stands * MINUTE
      return { from, to: at }
    })
  })
const promised = fc
  .record({ span, startedAt: start })
  .chain(one => pauses(one.startedAt).map(some => ({ ...one, pauses: some })))

/** The time that counts between two moments. */
const counted = (one: Span, from: number, to: number): number =>
  'elapsedMin' in one ? to - from : calendar.workingTime(from, to)

test('whatever the pauses, exactly the promised time runs between start and due', () => {
  fc.assert(
    fc.property(promised, one => {
      const due = dueAt(one, calendar)
      const stood = one.pauses
        .filter(p => p.from < due)
        .reduce((sum, p) => sum + counted(one.span, p.from, p.to ?? 0), 0)
      const whole = counted(one.span, one.startedAt, dueAt({ ...one, pauses: [] }, calendar))
      expect(counted(one.span, one.startedAt, due) - stood).toBe(whole)
    }),
  )
})

test('a pause cut in two, told in any order, moves the due time as the whole one does', () => {
  fc.assert(
    fc.property(promised, fc.double({ min: 0, max: 1, noNaN: true }), (one, where) => {
      const halves = one.pauses.flatMap(({ from, to }) => {
        const cut = Math.round(from + ((to ?? from) - from) * where)
        return [
          { from: cut, to },
          { from, to: cut },
        ]
      })
      expect(dueAt({ ...one, pauses: halves }, calendar)).toBe(dueAt(one, calendar))
    }),
  )
})

test('steps before the breach come before it, steps after it after; a pause still open moves nothing', () => {
  fc.assert(
    fc.property(promised, one => {
      const at = (share: number) => dueAt(one, calendar, share)
      expect(at(0.5)).toBeLessThanOrEqual(at(1))
      expect(at(1)).toBeLessThanOrEqual(at(1.5))
      const open = { ...one, pauses: [...one.pauses, { from: at(1) - 1, to: null }] }
      expect(dueAt(open, calendar)).toBe(at(1))
    }),
  )
})
