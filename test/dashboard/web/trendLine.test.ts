import { expect, test } from 'vitest'
import { trendLine } from '../../../dashboard/web/src/chart/trendLine.ts'

const DAY = 86_400_000
const iso = (day: number) => new Date(day * DAY).toISOString()
const LINE = { metric: 'x', since: iso(10), level: 30, levelAt: iso(20), slopePerDay: 2, limit: 50 }

test('the line runs from the first day to the limit, or to the newest day where there is no date', () => {
  expect(trendLine({ ...LINE, at: iso(30) })).toEqual({
    from: { ts: 10 * DAY, value: 10 },
    to: { ts: 30 * DAY, value: 50 },
  })
  expect(trendLine(LINE)?.to).toEqual({ ts: 20 * DAY, value: 30 })
  expect(trendLine({ metric: 'x', reason: 'tooFewDays', days: 3 })).toBeUndefined()
})
