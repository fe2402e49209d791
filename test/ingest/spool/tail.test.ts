import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SpoolItem } from '#domain/spool.ts'
import { createTail } from '../../../ingest/spool/tail.ts'

const item = (n: number) => ({ kind: 'reading', n }) as unknown as SpoolItem
const numbers = (records: readonly { item: SpoolItem }[] | undefined) =>
  records?.map(({ item: one }) => (one as unknown as { n: number }).n)

const steps = fc.array(
  fc.record({
    /** Positions that pass without objects, so that the disk alone has them. */
    skip: fc.nat({ max: 2 }),
    count: fc.integer({ min: 1, max: 8 }),
    forget: fc.nat({ max: 60 }),
    after: fc.nat({ max: 60 }),
    limit: fc.integer({ min: 1, max: 9 }),
  }),
  { maxLength: 12 },
)

test('what the tail tells is what lies on disk, without a gap; otherwise it tells nothing', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 10, max: 300 }), (all, mostBytes) => {
      const tail = createTail(mostBytes)
      let newest = 0
      for (const { skip, count, forget, after, limit } of all) {
        const first = newest + skip + 1
        newest = first + count - 1
        const fresh = Array.from({ length: count }, (_, i) => item(first + i))
        tail.add(first, fresh, Array(count).fill('0123456789'))
        tail.forget(forget)
        const told = numbers(tail.read('a', after, limit))
        if (told === undefined) continue
        const all = Array.from({ length: Math.min(limit, newest - after) }, (_, i) => after + 1 + i)
        expect(told).toEqual(all)
      }
    }),
  )
})

test('the newest records are there, and no more than fit', () => {
  const tail = createTail(1_000)
  for (let first = 1; first <= 991; first += 10)
    tail.add(
      first,
      Array.from({ length: 10 }, (_, i) => item(first + i)),
      Array(10).fill('0123456789'),
    )
  expect(numbers(tail.read('a', 990, 100))).toEqual([991, 992, 993, 994, 995, 996, 997, 998, 999, 1000])
  expect(tail.read('a', 800, 100)).toBeUndefined()
})

test('nothing is told of what lies after the newest, or before what is left', () => {
  const tail = createTail(1_000)
  tail.add(5, [item(5), item(6)], ['a', 'b'])
  expect(tail.read('a', 6, 10)).toBeUndefined()
  expect(tail.read('a', 3, 10)).toBeUndefined()
  expect(numbers(tail.read('a', 4, 10))).toEqual([5, 6])
  tail.forget(5)
  expect(tail.read('a', 4, 10)).toBeUndefined()
  expect(numbers(tail.read('a', 5, 10))).toEqual([6])
})

test('what every reader has passed is let go, and nothing that one of them still needs', () => {
  const tail = createTail(1_000_000)
  tail.join('slow')
  tail.join('fast')
  const add = (first: number) =>
    tail.add(
      first,
      Array.from({ length: 10 }, (_, i) => item(first + i)),
      Array(10).fill('0123456789'),
    )
  for (let first = 1; first <= 91; first += 10) add(first)
  expect(numbers(tail.read('fast', 95, 10))).toEqual([96, 97, 98, 99, 100])
  add(101)
  expect(numbers(tail.read('slow', 0, 3))).toEqual([1, 2, 3])
  tail.read('slow', 90, 1)
  add(111)
  expect(numbers(tail.read('slow', 90, 2))).toEqual([91, 92])
  expect(tail.read('slow', 80, 2)).toBeUndefined()
})
