import type { Quantity } from '#domain/condition.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { conditionText } from '#domain/explain/conditionText.ts'
import type { Services } from '../../services.ts'
import { ruleWords } from '../faults/ruleWords.ts'
import type { RuleField } from './ruleDifference.ts'

type Tools = Pick<Services, 'i18n' | 'names' | 'formats'>
type Teller<K extends RuleField> = (value: NonNullable<FaultRule[K]>, tools: Tools, classCode: string) => string

const yesNo = (value: boolean, { i18n }: Tools) => i18n.t(value ? 'value.yes' : 'value.no')
const condition = (value: FaultRule['condition'], tools: Tools, kind: string) =>
  conditionText(value, ruleWords(tools, kind, undefined))
const span = (value: Quantity, tools: Tools, kind: string) => {
  if (typeof value === 'number') return tools.formats.duration(value * 1000)
  const { param, mult = 1, add = 0 } = value
  const base = ruleWords(tools, kind, undefined).param(param)
  return typeof base === 'number' ? `${param}: ${tools.formats.duration((base * mult + add) * 1000)}` : param
}
const gate = (value: { param: string; equals: unknown }) => `${value.param} = ${value.equals}`

const TELLERS: { [K in RuleField]?: Teller<K> } = {
  condition,
  clear: condition,
  severity: (value, { i18n }) => i18n.t(`severity.${value}`),
  tiers: (value, tools, kind) =>
    value
      .map(tier => `${tools.i18n.t(`severity.${tier.severity}`)}: ${condition(tier.condition, tools, kind)}`)
      .join('; '),
  severityHoldS: span,
  keepFiringS: span,
  reopenWithinS: span,
  latched: yesNo,
  lifeSafety: yesNo,
  lifeSafetyWhen: gate,
  appliesWhen: gate,
  takesOutOfService: yesNo,
  skill: (value, { names }) => names.skill(value),
  parts: value => value.map(part => `${part.partNo} × ${part.qty}`).join(', '),
  actions: (value, { i18n }) => value.map(i18n.pick).join(' '),
  ticket: (value, { i18n }) => i18n.t(value.autoOpen ? 'rule.ticketAuto' : 'rule.ticketNone'),
  mode: (value, { i18n }) => i18n.t(`ruleMode.${value}`),
  scope: ({ sites = [], equipment = [] }) => [...sites, ...equipment].join(', '),
}

/** What a field of a rule says, in the reader's language. */
export function fieldText(tools: Tools, classCode: string, rule: FaultRule, field: RuleField): string {
  const value = field === 'mode' ? (rule.mode ?? 'on') : rule[field]
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return tools.i18n.t('ruleField.nothing')
  const teller = TELLERS[field] as ((value: unknown, tools: Tools, classCode: string) => string) | undefined
  return teller ? teller(value, tools, classCode) : String(value)
}
