import { describe, expect, test } from 'vitest'
import { toDuration, toMillis } from '../../dashboard/server/moment.ts'

describe('a moment', () => {
  test.each([
    ['2026-11-23T03:00:00Z', Date.UTC(2026, 10, 23, 3)],
    ['2026-11-23T11:00:00.250+08:00', Date.UTC(2026, 10, 23, 3, 0, 0, 250)],
    ['2026-11-23', Date.UTC(2026, 10, 23)],
    ['1795420815123', 1_795_420_815_123],
    [1_795_420_815_123, 1_795_420_815_123],
  ])('%s', (given, expected) => expect(toMillis('from', given)).toBe(expected))

  test.each([
    '',
    'now',
    '2026-11-23T11:00:00',
    '2026-13-01',
    '23.11.2026',
    '-1',
    '1e9',
    1.5,
    -1,
    Number.NaN,
    8_640_000_000_000_001,
  ])('%s is none', given =>
    expect(() => toMillis('from', given)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' })),
  )
})

describe('a duration', () => {
  test.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['1d', 86_400_000],
    ['60000', 60_000],
    ['PT5M', 300_000],
    ['P1DT1H', 90_000_000],
  ])('%s', (given, expected) => expect(toDuration('every', given)).toBe(expected))

  test.each(['', '0', '0s', '-1m', '1.5h', '1w', 'P', 'PT', 'PT0S', 'm'])('%s is none', given =>
    expect(() => toDuration('every', given)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' })),
  )
})
