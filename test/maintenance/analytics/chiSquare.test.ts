import { expect, test } from 'vitest'
import { floodWindows } from '../../../maintenance/analytics/alarms.ts'
import { chiSquareQuantile, meanTimeInterval } from '../../../maintenance/analytics/chiSquare.ts'

test('quantiles are those of the NIST/SEMATECH table 1.3.6.7.4', () => {
  const table: [number, number, number][] = [
    [0.95, 1, 3.841],
    [0.95, 2, 5.991],
    [0.975, 10, 20.483],
    [0.05, 10, 3.94],
    [0.05, 1, 0.004],
    [0.99, 100, 135.807],
    [0.01, 100, 70.065],
  ]
  for (const [p, freedom, value] of table) expect(chiSquareQuantile(p, freedom)).toBeCloseTo(value, 3)
})

test('an interval of many failures lies close around the mean, one without failures has no upper end', () => {
  const { low, high } = meanTimeInterval(1_000_000, 10_000, 0.9)
  expect(low).toBeGreaterThan(98)
  expect(high).toBeLessThan(102)
  expect(meanTimeInterval(100, 0, 0.9)).toEqual({ low: expect.closeTo(33.38, 2) })
})

test('a flood begins above its limit and lasts until fewer come than end it', () => {
  const counts = [3, 11, 6, 5, 4, 12, 2]
  const windows = counts.map((count, window) => ({ window, count }))
  expect(floodWindows(windows, { moreThan: 10, endsBelow: 5 })).toEqual({ floods: 2, windows: 4 })
  expect(
    floodWindows(
      [
        { window: 1, count: 11 },
        { window: 9, count: 6 },
      ],
      { moreThan: 10, endsBelow: 5 },
    ),
  ).toEqual({
    floods: 1,
    windows: 1,
  })
})
