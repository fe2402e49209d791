import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findTimeColumn, parseOffset, parseTime } from '../../cli/replay/parseTime.ts'

const AT = Date.UTC(2026, 10, 23, 8, 5, 7, 123)

describe('parseTime', () => {
  test.each([
    ['2026-11-23T08:05:07.123Z', AT],
    ['2026-11-23 08:05:07.123', AT],
    ['2026/11/23 8:05:07', AT - 123],
    ['2026-11-23T16:05:07.123+08:00', AT],
    ['2019-06-25T13:06', Date.UTC(2019, 5, 25, 13, 6)],
    ['2026-11-23', Date.UTC(2026, 10, 23)],
    [String(AT), AT],
    [String(AT / 1000), AT],
    ['1795420815', 1_795_420_815_000],
  ])('%s', (text, expected) => expect(parseTime(text, 0)).toBe(expected))

  test.each([
    '',
    'yesterday',
    '2026-02-30T00:00',
    '2026-13-01',
    '2026-11-23 25:00',
    '12',
    '3.5',
    '2026-11-23T08:05:99',
  ])('refuses %j', text => expect(parseTime(text, 0)).toBeUndefined())

  test('an offset counts only where the time names no zone', () => {
    expect(parseTime('2026-11-23 16:05:07.123', 480)).toBe(AT)
    expect(parseTime('2026-11-23T08:05:07.123Z', 480)).toBe(AT)
  })

  test('reads back every ISO time', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }), date => {
        expect(parseTime(date.toISOString(), 90)).toBe(date.getTime())
      }),
    )
  })
})

test('offsets east and west', () => {
  expect([parseOffset('+08:00'), parseOffset('-0330'), parseOffset('Z')]).toEqual([480, -210, 0])
  expect(() => parseOffset('Shanghai')).toThrow(/offset/)
})

test('the column of times is found by its name, or by what is in it', () => {
  expect(findTimeColumn(['OTI', 'DeviceTimeStamp'], ['1', '2019-06-25T13:06'])).toBe('DeviceTimeStamp')
  expect(findTimeColumn(['value', 'when'], ['3', '2019-06-25 13:06'])).toBe('when')
  expect(findTimeColumn(['time_in_cycles', 'at'], ['1', '2019-06-25 13:06'])).toBe('at')
  expect(findTimeColumn(['a', 'b'], ['1', '2'])).toBeUndefined()
})
