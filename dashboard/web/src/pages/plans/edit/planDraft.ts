import type { PlanItem as Item, PlanTerms } from '#domain/plans.ts'

/** A plan while it is written; where it is on is said on its page. */
export interface PlanDraft extends Omit<PlanTerms, 'sites'> {
  code: string
}

/** What an item need not have; an empty field of it says nothing. */
const OPTIONAL: readonly string[] = ['unit', 'min', 'max', 'test', 'photo', 'when', 'when_zh', 'classes', 'demandOf']
const LIMITS: readonly string[] = ['unit', 'min', 'max']

const isEmpty = (value: unknown): boolean =>
  value === '' || value === undefined || value === false || (Array.isArray(value) && value.length === 0)

function tidyItem(item: Item): Item {
  const stays = ([field, value]: [string, unknown]) =>
    !(OPTIONAL.includes(field) && isEmpty(value)) && !(item.result === 'check' && LIMITS.includes(field))
  return Object.fromEntries(Object.entries(item).filter(stays)) as Item
}

/** As it is sent: without what was left empty. */
export const tidyPlan = (draft: PlanDraft): PlanDraft => ({
  ...draft,
  items: draft.items.map(tidyItem),
  parts: draft.parts.map(({ class: kind, model, ...part }) => ({
    ...part,
    ...(kind && { class: kind }),
    ...(model && { model }),
  })),
})

/** A plan to be changed, or, under another code, to begin with. */
export function planDraft(plan: PlanTerms, code: string): PlanDraft {
  const { name, name_zh, interval, toleranceDays, leadDays, per, basis, skill, estMin } = plan
  const { classes, includes, items, parts } = plan
  const terms = { name, name_zh, interval, toleranceDays, leadDays, per, basis, skill, estMin }
  return JSON.parse(JSON.stringify({ code, ...terms, classes, includes, items, parts }))
}

export const blankItem = (): Item => ({
  ...{ code: '', name: '', name_zh: '', requirement: '', requirement_zh: '' },
  result: 'check',
})

/** A plan to begin with. */
export const blankPlan = (skill: string): PlanDraft => ({
  ...{ code: '', name: '', name_zh: '', basis: '', skill, estMin: 60, leadDays: 5, toleranceDays: 0, per: 'equipment' },
  interval: { unit: 'mo', value: 1, kind: 'maxInterval' },
  ...{ classes: [], includes: [], parts: [], items: [blankItem()] },
})
