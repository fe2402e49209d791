import { expect, test } from 'vitest'
import { loadCatalogue } from '#domain/catalogue.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { paramsUsed } from '../../../dashboard/web/src/pages/rulebook/paramsUsed.ts'
import { ruleDifference } from '../../../dashboard/web/src/pages/rulebook/ruleDifference.ts'

const rules = [...loadCatalogue().classes.values()].flatMap(entry => entry.faults)
const [rule] = rules as [FaultRule]

test('two versions differ in what was changed and in nothing else', () => {
  expect(ruleDifference(rule, { ...rule, severity: 'advisory', keepFiringS: 5 })).toEqual(['severity', 'keepFiringS'])
  expect(ruleDifference(rule, { ...rule, mode: 'on', version: 3, conditionText: 'said otherwise' })).toEqual([])
  const turned = Object.fromEntries(Object.entries(rule.condition).reverse()) as FaultRule['condition']
  expect(ruleDifference(rule, { ...rule, condition: turned })).toEqual([])
})

test('the parameters of a rule are found wherever they stand, each once', () => {
  const limit = { param: 'ratedSpeed', mult: 1.1 }
  const leaf = { type: 'threshold' as const, metric: 'carSpeed', op: '>' as const, value: limit }
  const condition = { type: 'all' as const, of: [leaf, { ...leaf, forS: { param: 'dwellS' } }] }
  expect(paramsUsed({ ...rule, condition, clear: leaf })).toEqual(expect.arrayContaining(['ratedSpeed', 'dwellS']))
  expect(new Set(paramsUsed(rule)).size).toBe(paramsUsed(rule).length)
})
