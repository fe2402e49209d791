import type { ClassEntry } from '#domain/catalogue.ts'
import type { EquipmentClass, FaultRule } from '#domain/equipmentClass.ts'
import { explainRule } from '#domain/explain/explainRule.ts'
import type { NewRule } from '#domain/rules.ts'
import { checkShape } from './checkShape.ts'
import { ruleHash } from './ruleHash.ts'

/** A rule that runs away opens no more tickets a day than this, unless its maker says otherwise. */
const OWN_TICKETS_A_DAY = 20

const DEFAULTS = {
  latched: false,
  severity: 'general',
  lifeSafety: false,
  takesOutOfService: false,
  crew: 1,
  estRepairMin: 60,
  parts: [],
  actions: [],
  ticket: { autoOpen: true, mode: 'immediate' },
  ticketsPerDay: OWN_TICKETS_A_DAY,
} as const

/** The texts of a rule say what its conditions are. */
function withTexts(rule: FaultRule, entry: Pick<EquipmentClass, 'metrics' | 'params'>): FaultRule {
  const { en } = explainRule(entry, rule)
  return { ...rule, conditionText: en, clearText: en }
}

/** The skill that most rules of the class ask for. */
function usualSkill({ faults }: ClassEntry): string {
  const counts = new Map<string, number>()
  for (const { skill } of faults) counts.set(skill, (counts.get(skill) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? ''
}

/** A whole rule of what was entered. @throws CodedError see `checkShape` */
export function newRule(
  { class: kind, reason: _, ...given }: NewRule,
  entry: ClassEntry,
): { kind: string; rule: FaultRule } {
  const texts = { name_zh: given.name, conditionText: '', clearText: '', skill: usualSkill(entry) }
  const rule = checkShape({ ...DEFAULTS, ...texts, ...given })
  return { kind, rule: withTexts(rule, entry) }
}

/** The rule with some fields replaced; null takes a field away. @throws CodedError see `checkShape` */
export function changedRule(rule: FaultRule, fields: Record<string, unknown>, entry: ClassEntry): FaultRule {
  const merged: Record<string, unknown> = { ...rule, ...fields }
  for (const [key, value] of Object.entries(fields)) if (value === null) delete merged[key]
  const made = checkShape(merged)
  return ruleHash(conditionsOf(made)) === ruleHash(conditionsOf(rule)) ? made : withTexts(made, entry)
}

const conditionsOf = ({ condition, clear, tiers }: FaultRule) => ({ condition, clear, tiers })
