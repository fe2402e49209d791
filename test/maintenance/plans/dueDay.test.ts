import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadCatalogue } from '#domain/catalogue.ts'
import type { Plan } from '#domain/plans.ts'
import { addDays } from '../../../maintenance/clocks/localDay.ts'
import { chooseVisits } from '../../../maintenance/plans/chooseVisits.ts'
import { addIntervals, nextDueDay } from '../../../maintenance/plans/dueDay.ts'
import { withIncluded } from '../../../maintenance/plans/planVersions.ts'

const plans = new Map(
  loadCatalogue().plans.map(plan => [plan.code, { ...plan, sites: [], version: 0, shipped: true } satisfies Plan]),
)
const LIFT = ['PM-ELV-HM', 'PM-ELV-Q', 'PM-ELV-HY', 'PM-ELV-Y']
const planOf = (code: string) => plans.get(code) as Plan
const day = fc.integer({ min: 0, max: 4000 }).map(n => addDays('2020-01-01', n))

describe('due days', () => {
  test('at most so long after the last visit, never sooner and never later', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 400 }), (fromDay, value) => {
        const due = nextDueDay({ unit: 'd', value, kind: 'maxInterval' }, { fromDay, gridDay: fromDay }, fromDay)
        expect(due).toBe(addDays(fromDay, value))
      }),
    )
  })

  test('a calendar plan is due on one of its fixed days, after the last visit, and not before the last that has come', () => {
    fc.assert(
      fc.property(
        day,
        fc.nat(800),
        fc.nat(800),
        fc.constantFrom<'d' | 'mo'>('d', 'mo'),
        fc.integer({ min: 1, max: 40 }),
        (gridDay, since, later, unit, value) => {
          const interval = { unit, value, kind: 'calendar' as const }
          const fromDay = addDays(gridDay, since)
          const today = addDays(fromDay, later)
          const due = nextDueDay(interval, { fromDay, gridDay }, today)
          const fixed = Array.from({ length: 1700 }, (_, n) => addIntervals(gridDay, interval, n))
          expect(fixed).toContain(due)
          expect(due > fromDay).toBe(true)
          expect(fixed.filter(each => each > due && each <= today)).toEqual([])
          if (due > today) expect(fixed.filter(each => each > fromDay && each < due)).toEqual([])
        },
      ),
      { numRuns: 50 },
    )
  })

  test('whatever the clocks of a lift start from: done on their days, no plan of it is ever late, and no day has two visits', () => {
    fc.assert(
      fc.property(fc.tuple(...LIFT.map(() => fc.nat(14))), ages => {
        const start = '2026-01-20'
        const last = new Map(LIFT.map((code, i) => [code, addDays(start, -(ages[i] ?? 0))]))
        let open: { plan: string; dueDay: string; equipment: string[] }[] = []
        for (let n = 0; n < 800; n++) {
          const today = addDays(start, n)
          const dues = LIFT.map(plan => ({
            ...{ equipment: 'lift-1', plan },
            dueDay: addIntervals(last.get(plan) ?? start, planOf(plan).interval),
          }))
          for (const due of dues) expect(due.dueDay >= today, `${due.plan} on ${today}`).toBe(true)
          open.push(...chooseVisits({ plans, dues, open }, today))
          const now = open.filter(visit => visit.dueDay <= today)
          expect(now.length).toBeLessThanOrEqual(1)
          for (const visit of now) for (const plan of withIncluded(plans, visit.plan)) last.set(plan.code, today)
          open = open.filter(visit => !now.includes(visit))
        }
      }),
      { numRuns: 40 },
    )
  })
})
