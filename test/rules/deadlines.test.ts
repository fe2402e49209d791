import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDeadlines } from '../../rules/deadlines.ts'

interface Holder {
  scheduledAt: number
  due: number
}

test('everyone is asked at the earliest time given, in order, and nobody early', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 1000 })), { maxLength: 200 }),
      fc.nat({ max: 1000 }),
      (calls, now) => {
        const deadlines = createDeadlines<Holder>()
        const holders = Array.from({ length: 10 }, () => ({ scheduledAt: Infinity, due: Infinity }))
        for (const [i, at] of calls) {
          const holder = holders[i]
          if (!holder) continue
          holder.due = Math.min(holder.due, at)
          deadlines.schedule(holder, at)
        }
        const taken: Holder[] = []
        for (let next = deadlines.takeDue(now); next; next = deadlines.takeDue(now)) taken.push(next)
        expect(taken.map(h => h.due)).toEqual(
          holders
            .map(h => h.due)
            .filter(due => due <= now)
            .toSorted((a, b) => a - b),
        )
      },
    ),
  )
})

test('who was taken can be scheduled again, for later too', () => {
  const deadlines = createDeadlines<Holder>()
  const holder = { scheduledAt: Infinity, due: 0 }
  deadlines.schedule(holder, 10)
  deadlines.schedule(holder, 5)
  expect(deadlines.takeDue(5)).toBe(holder)
  deadlines.schedule(holder, 20)
  expect(deadlines.takeDue(19)).toBeUndefined()
  expect(deadlines.takeDue(20)).toBe(holder)
})
