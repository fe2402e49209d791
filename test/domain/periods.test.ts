import { expect, test } from 'vitest'
import { lastEnded, periodBefore, spanOf } from '#domain/periods.ts'

const at = (text: string) => Date.parse(text)

test('a period lasts from midnight to midnight of its zone, over a change of the clocks too', () => {
  expect(spanOf({ kind: 'month', of: '2026-10' }, 'Asia/Shanghai')).toEqual({
    from: at('2026-10-01T00:00+08:00'),
    to: at('2026-11-01T00:00+08:00'),
  })
  expect(spanOf({ kind: 'quarter', of: '2026-Q4' }, 'Europe/Berlin')).toEqual({
    from: at('2026-10-01T00:00+02:00'),
    to: at('2027-01-01T00:00+01:00'),
  })
  expect(spanOf({ kind: 'year', of: '2026' }, 'UTC').to).toBe(at('2027-01-01T00:00Z'))
})

test('the period before goes over the turn of the year', () => {
  expect(periodBefore({ kind: 'month', of: '2026-01' }).of).toBe('2025-12')
  expect(periodBefore({ kind: 'quarter', of: '2026-Q1' }).of).toBe('2025-Q4')
  expect(periodBefore({ kind: 'year', of: '2026' }).of).toBe('2025')
})

test('what has ended last is seen by the clocks of the zone', () => {
  const turn = at('2026-12-31T17:00Z')
  expect(lastEnded('month', turn, 'Asia/Shanghai').of).toBe('2026-12')
  expect(lastEnded('month', turn, 'UTC').of).toBe('2026-11')
  expect(lastEnded('quarter', turn, 'Asia/Shanghai').of).toBe('2026-Q4')
  expect(lastEnded('year', turn, 'UTC').of).toBe('2025')
})

test('what is no period is refused', () => {
  for (const of of ['2026-13', '2026-00', '26-01', '2026-Q1', ''])
    expect(() => spanOf({ kind: 'month', of }, 'UTC')).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }))
})
