import type { FaultRule } from '#domain/equipmentClass.ts'
import { sameValue } from '../../versions/sameValue.ts'

/** The fields of a rule that people change; the others follow from them. */
export type RuleField = Exclude<keyof FaultRule, 'code' | 'version' | 'conditionText' | 'clearText'>

const FIELDS: Record<RuleField, true> = {
  ...{ name: true, name_zh: true, condition: true, clear: true, latched: true, severity: true, tiers: true },
  ...{ severityHoldS: true, keepFiringS: true, reopenWithinS: true, lifeSafety: true, lifeSafetyWhen: true },
  ...{ appliesWhen: true, takesOutOfService: true, skill: true, crew: true, estRepairMin: true, parts: true },
  ...{ actions: true, ticket: true, note: true, mode: true, scope: true, ticketsPerDay: true },
}

export const RULE_FIELDS = Object.keys(FIELDS) as RuleField[]

/** The fields in which two versions of a rule differ, in the order of the schema. */
export function ruleDifference(before: FaultRule, after: FaultRule): RuleField[] {
  const read = (rule: FaultRule, field: RuleField) => (field === 'mode' ? (rule.mode ?? 'on') : rule[field])
  return RULE_FIELDS.filter(field => !sameValue(read(before, field), read(after, field)))
}
