import { expect, test } from 'vitest'
import type { PlanTerms } from '#domain/plans.ts'
import {
  movedIn,
  onlyIn,
  planDifference,
  termsBesideSites,
} from '../../../dashboard/web/src/pages/plans/planDifference.ts'

const ITEM = {
  ...{ code: 'X-1', name: 'Look', name_zh: '查看', requirement: 'clean', requirement_zh: '清洁' },
  result: 'check' as const,
}
const PLAN: PlanTerms = {
  ...{ name: 'Own', name_zh: '自定', basis: '', skill: 'SK-ELV-T', estMin: 30, toleranceDays: 2, leadDays: 3 },
  interval: { unit: 'd', value: 10, kind: 'maxInterval' },
  ...{ per: 'equipment', classes: ['elevator'], includes: [], items: [ITEM], parts: [] },
  sites: [{ site: 's1', fromDay: '2026-11-23' }],
}

test('two versions differ in what differs, whatever the order of the keys', () => {
  expect(planDifference(PLAN, { ...PLAN, interval: { kind: 'maxInterval', value: 10, unit: 'd' } })).toEqual([])
  expect(planDifference(PLAN, { ...PLAN, leadDays: 4, sites: [] })).toEqual(['leadDays', 'sites'])
})

test('of two checklists only the lines that changed are told', () => {
  const stricter = { ...ITEM, requirement: 'spotless' }
  const more = { ...ITEM, code: 'X-2' }
  expect(onlyIn([ITEM], [stricter, more])).toEqual([ITEM])
  expect(onlyIn([ITEM, more], [ITEM])).toEqual([more])
})

test('where only the order changed, what moved is told, and nothing where lines changed', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(code => ({ ...ITEM, code }))
  expect(movedIn([a, b, c, d], [a, c, b, d])).toEqual([b, c])
  expect(movedIn([a, b, c, d], [a, b, c, d])).toEqual([])
  expect(movedIn([a, b, c], [b, a])).toEqual([])
})

test('a version is brought back without switching sites', () => {
  expect(termsBesideSites(PLAN)).not.toHaveProperty('sites')
  expect({ ...termsBesideSites(PLAN), sites: PLAN.sites }).toEqual(PLAN)
})
