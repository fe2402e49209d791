import { expect, test } from 'vitest'
import type { PlanItem } from '#domain/plans.ts'
import { limitText } from '../../../dashboard/web/src/checklist/limitText.ts'

const formats = { number: String }
const item = (limits: Pick<PlanItem, 'min' | 'max' | 'unit'>): PlanItem => ({
  ...{ code: 'X-1', name: 'Gap', name_zh: '间隙', requirement: 'x', requirement_zh: 'x', result: 'number' },
  ...limits,
})

test.each([
  [{ min: 1.2, max: 1.6, unit: 'MPa' }, '1.2 – 1.6 MPa'],
  [{ max: 0.7, unit: 'mm' }, '≤ 0.7 mm'],
  [{ min: 0 }, '≥ 0'],
  [{ unit: 's' }, 's'],
  [{}, ''],
])('what a value may be: %j', (limits, text) => {
  expect(limitText(item(limits), formats)).toBe(text)
})
