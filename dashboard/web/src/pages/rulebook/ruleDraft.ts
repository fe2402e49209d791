import type { EquipmentClass, FaultRule } from '#domain/equipmentClass.ts'
import type { NewRule, RuleChange } from '#domain/rules.ts'
import { RULE_FIELDS, ruleDifference } from './ruleDifference.ts'

/** A rule while it is written: as it is sent to be checked, tried and kept. */
export type RuleDraft = Omit<NewRule, 'reason'>

/** A rule to be changed; what follows from the rest, or only the catalogue may say, is left out. */
export function draftOf(classCode: string, rule: FaultRule): RuleDraft {
  const fields = RULE_FIELDS.flatMap(field => (rule[field] === undefined ? [] : [[field, rule[field]] as const]))
  return structuredClone({ ...Object.fromEntries(fields), code: rule.code, class: classCode }) as RuleDraft
}

/** A rule to begin with: in the shadow until somebody says otherwise. */
export function blankDraft(entry: EquipmentClass): RuleDraft {
  const metric = (entry.metrics.find(each => each.kind === 'gauge') ?? entry.metrics[0])?.name ?? ''
  return {
    code: '',
    class: entry.code,
    name: '',
    name_zh: '',
    severity: 'general',
    condition: { type: 'threshold', metric, op: '>', value: 1, forS: 60 },
    clear: { type: 'threshold', metric, op: '<=', value: 0, forS: 60 },
    mode: 'shadow',
  }
}

/** What a change has to send; `null` takes a field away. */
export function changeOf(rule: FaultRule, draft: RuleDraft): Omit<RuleChange, 'reason' | 'version'> {
  const { class: _, ...fields } = draft
  const after = { ...fields, conditionText: rule.conditionText, clearText: rule.clearText } as FaultRule
  return Object.fromEntries(ruleDifference(rule, after).map(field => [field, after[field] ?? null]))
}
