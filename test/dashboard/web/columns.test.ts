import { expect, test } from 'vitest'
import { appendPoints, toColumns } from '../../../dashboard/web/src/chart/columns.ts'
import { everyFor, RANGES } from '../../../dashboard/web/src/chart/ranges.ts'

test('a silence longer than the gap breaks the line', () => {
  const points = [0, 1000, 9000].map(ts => ({ ts, value: 1 }))
  expect(toColumns(points, 5000)[1]).toEqual([1, 1, null, 1])
  expect(toColumns(points, 8000)[1]).toEqual([1, 1, 1])
})

test('buckets bring their extremes, raw points are their own', () => {
  const columns = toColumns(
    [
      { ts: 0, value: 2, min: 1, max: 3 },
      { ts: 1000, value: 4 },
    ],
    5000,
  )
  expect(columns.slice(2)).toEqual([
    [1, 4],
    [3, 4],
  ])
})

test('live points go on where the read ones end, and what is too old leaves', () => {
  const known = [0, 1000, 2000].map(ts => ({ ts, value: 1 }))
  const fresh = [3000, 2000, 2500].map(ts => ({ ts, value: 2 }))
  expect(appendPoints(known, fresh, 1000).map(point => point.ts)).toEqual([1000, 2000, 2500, 3000])
})

test('no range asks for more than some hundred buckets', () => {
  for (const { ms, every } of RANGES) {
    expect(everyFor(ms)).toEqual(every)
    if (every) expect(ms / every.ms).toBeLessThan(400)
  }
  expect(everyFor(40 * 60_000)).toBeUndefined()
  expect(everyFor(365 * 86_400_000)?.name).toBe('2h')
})
