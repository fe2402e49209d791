import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dueSteps, type ScheduledFault } from '../../simulators/schedule.ts'

const entry = fc.record<ScheduledFault>(
  {
    equipment: fc.constantFrom('a', 'b'),
    fault: fc.constantFrom('x', 'y'),
    atS: fc.integer({ min: 0, max: 300 }),
    forS: fc.integer({ min: 1, max: 40 }),
    everyS: fc.integer({ min: 50, max: 200 }),
  },
  { requiredKeys: ['equipment', 'fault', 'atS'] },
)

test('a trouble comes, lasts and comes again', () => {
  const schedule = [{ equipment: 'a', fault: 'x', atS: 10, forS: 5, everyS: 60 }]
  const steps = dueSteps(schedule, 1000, 1000, 1000 + 80_000)
  expect(steps.map(s => [s.what, s.at - 1000])).toEqual([
    ['inject', 10_000],
    ['repair', 15_000],
    ['inject', 70_000],
    ['repair', 75_000],
  ])
})

test('what is due from the very start comes', () => {
  expect(dueSteps([{ equipment: 'a', fault: 'x', atS: 0 }], 5, 5, 1005)).toHaveLength(1)
})

test('however time is cut, every step comes once and in order', () => {
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 5 }),
      fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 12 }),
      (schedule, cuts) => {
        let now = 0
        const parts = cuts.flatMap(seconds => {
          const from = now
          now += seconds * 1000
          return dueSteps(schedule, 0, from, now)
        })
        const whole = dueSteps(schedule, 0, 0, now)
        expect(parts.map(p => p.at)).toEqual(whole.map(p => p.at))
        const key = (s: { at: number; equipment: string; what: string; fault: string }) =>
          `${s.at} ${s.equipment} ${s.fault} ${s.what}`
        expect(parts.map(key).sort()).toEqual(whole.map(key).sort())
      },
    ),
  )
})
