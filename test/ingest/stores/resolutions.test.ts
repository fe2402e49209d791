import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HOUR_MS, MINUTE_MS, mergeBuckets, piecesOf } from '../../../ingest/stores/resolutions.ts'

const time = fc.integer({ min: 0, max: 100 * HOUR_MS })
const width = fc.oneof(
  fc.integer({ min: 1, max: 5 * HOUR_MS }),
  fc.integer({ min: 1, max: 300 }).map(n => n * MINUTE_MS),
  fc.integer({ min: 1, max: 48 }).map(n => n * HOUR_MS),
)

test('pieces cover the range once, in order, each whole in its resolution and within what is rolled up', () => {
  fc.assert(
    fc.property(time, time, width, time, time, (from, length, everyMs, rolledTo, rawFrom) => {
      const pieces = piecesOf({ from, to: from + length }, everyMs, { rolledTo, rawFrom })
      let at = from
      for (const piece of pieces) {
        expect(piece.from).toBe(at)
        expect(piece.to).toBeGreaterThan(piece.from)
        at = piece.to
        const unit = { raw: 1, minute: MINUTE_MS, hour: HOUR_MS }[piece.source]
        expect([piece.from % unit, piece.to % unit]).toEqual([0, 0])
        if (piece.source !== 'raw') expect(piece.to).toBeLessThanOrEqual(rolledTo)
        if (everyMs % unit !== 0) expect(piece.to).toBeLessThanOrEqual(rawFrom)
      }
      expect(at).toBe(from + length)
      expect(pieces.length).toBeLessThanOrEqual(5)
    }),
  )
})

test('an hour bucket over two years is read from hours', () => {
  const two = 2 * 365 * 24 * HOUR_MS
  expect(piecesOf({ from: 0, to: two }, HOUR_MS, { rolledTo: two - 90_000, rawFrom: 0 })).toEqual([
    { from: 0, to: two - HOUR_MS, source: 'hour' },
    { from: two - HOUR_MS, to: two - 2 * MINUTE_MS, source: 'minute' },
    { from: two - 2 * MINUTE_MS, to: two, source: 'raw' },
  ])
})

test('buckets of one start become one, weighted, and stay finite', () => {
  const bucket = (ts: number, mean: number, count: number) => ({ ts, mean, min: mean, max: mean, count })
  expect(mergeBuckets([bucket(70, 4, 1), bucket(10, 1, 3), bucket(20, 5, 1)], 60)).toEqual([
    { ts: 0, mean: 2, min: 1, max: 5, count: 4 },
    { ts: 60, mean: 4, min: 4, max: 4, count: 1 },
  ])
  expect(mergeBuckets([bucket(0, 1.7e308, 2), bucket(1, 1.7e308, 2)], 60)[0]?.mean).toBe(1.7e308)
})
