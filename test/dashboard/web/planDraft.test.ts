import { expect, test } from 'vitest'
import { blankItem, blankPlan, planDraft, tidyPlan } from '../../../dashboard/web/src/pages/plans/edit/planDraft.ts'

const ITEM = { ...blankItem(), code: 'X-1', name: 'Gap', name_zh: '间隙', requirement: 'small', requirement_zh: '小' }
const PLAN = { ...blankPlan('SK-ELV-T'), code: 'PM-1', items: [ITEM] }

test('what was left empty is not sent; what must be there stays, to be told', () => {
  const empty = { ...ITEM, name: '', unit: '', min: '' as unknown as number, photo: false, classes: [], when: '' }
  expect(tidyPlan({ ...PLAN, items: [{ ...empty, result: 'number' }] }).items).toEqual([
    { ...ITEM, name: '', result: 'number' },
  ])
  expect(tidyPlan({ ...PLAN, parts: [{ partNo: 'P', quantity: 1, class: '', model: '' }] }).parts).toEqual([
    { partNo: 'P', quantity: 1 },
  ])
})

test('limits go with the value that they are of', () => {
  const limited = { ...ITEM, result: 'number' as const, unit: 'mm', min: 0, max: 2, test: true }
  expect(tidyPlan({ ...PLAN, items: [limited] }).items).toEqual([limited])
  expect(tidyPlan({ ...PLAN, items: [{ ...limited, result: 'check' }] }).items).toEqual([{ ...ITEM, test: true }])
})

test('a draft is the plan under a code, without its sites, and its own to be written', () => {
  const plan = { ...PLAN, sites: [{ site: 's1', fromDay: '2026-11-23' }] }
  const draft = planDraft(plan, 'PM-2')
  expect(draft).toEqual({ ...PLAN, code: 'PM-2' })
  draft.items.pop()
  expect(plan.items).toHaveLength(1)
})
