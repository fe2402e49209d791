import type { Comparison, Condition, Quantity } from '../condition.ts'
import type { RuleSentence } from './ruleSentences.ts'

/** What it takes to say a rule in the reader's language. */
export interface RuleWords {
  t(key: RuleSentence, params?: Record<string, string | number>): string
  metric(name: string): string
  unit(metric: string): string
  /** The name of a value of a state or a boolean. */
  value(metric: string, code: number | boolean | string): string
  param(name: string): unknown
  number(value: number): string
  duration(ms: number): string
}

const SIGNS: Record<Comparison, string> = { '>': '>', '>=': '≥', '<': '<', '<=': '≤', '==': '=', '!=': '≠' }
const sign = (op: string): string => SIGNS[op as Comparison] ?? op

const amount = (quantity: Quantity, words: RuleWords): number | undefined => {
  if (typeof quantity === 'number') return quantity
  const base = words.param(quantity.param)
  return typeof base === 'number' ? base * (quantity.mult ?? 1) + (quantity.add ?? 0) : undefined
}

const measured = (quantity: Quantity, unit: string, words: RuleWords): string => {
  const number = amount(quantity, words)
  if (number === undefined) return typeof quantity === 'number' ? '' : quantity.param
  return `${words.number(number)} ${unit}`.trim()
}

const seconds = (quantity: Quantity, words: RuleWords): string => words.duration((amount(quantity, words) ?? 0) * 1000)

/** “… for 30 s”; nothing when the rule does not wait. */
function held(text: string, forS: Quantity | undefined, words: RuleWords): string {
  if (forS === undefined || amount(forS, words) === 0) return text
  return words.t('rule.held', { what: text, span: seconds(forS, words) })
}

type Of<K extends Condition['type']> = Extract<Condition, { type: K }>

const waits = (rule: Condition, words: RuleWords): boolean =>
  'forS' in rule && rule.forS !== undefined && amount(rule.forS, words) !== 0

/** Whether a part has to stand in parentheses among others. */
const compound = (rule: Condition, words: RuleWords): boolean =>
  ((rule.type === 'all' || rule.type === 'any') && rule.of.length > 1) || waits(rule, words)

function several(rule: Of<'all' | 'any'>, word: RuleSentence, words: RuleWords): string {
  const alone = rule.of.length === 1
  const parts = rule.of.map(part => {
    const text = conditionText(part, words)
    return !alone && compound(part, words) ? `(${text})` : text
  })
  const text = parts.join(` ${words.t(word)} `)
  return held(!alone && waits(rule, words) ? `(${text})` : text, rule.forS, words)
}

function thresholdText(rule: Of<'threshold'>, words: RuleWords): string {
  const name = words.metric(rule.metric)
  const subject =
    rule.fn === 'abs' ? `|${name}|` : rule.fn === 'mean24h' ? words.t('rule.mean24h', { what: name }) : name
  return held(`${subject} ${sign(rule.op)} ${measured(rule.value, words.unit(rule.metric), words)}`, rule.forS, words)
}

function stateText(rule: Of<'state'>, words: RuleWords): string {
  const values = (rule.in ?? rule.notIn ?? []).map(code => words.value(rule.metric, code)).join(words.t('rule.orList'))
  const text = words.t(rule.in ? 'rule.is' : 'rule.isNot', { metric: words.metric(rule.metric), values })
  return held(text, rule.forS, words)
}

const PREDICATES: Readonly<Record<string, RuleSentence>> = {
  anyTelemetry: 'rule.anyTelemetry',
  valueChanged: 'rule.valueChanged',
  valuePlausible: 'rule.valuePlausible',
  brakeSelfTest: 'rule.brakeSelfTest',
  directionReversalWithoutCommand: 'rule.directionReversal',
  correlation: 'rule.correlation',
  correlationCleared: 'rule.correlationCleared',
}

function predicateText(rule: Of<'external'>, words: RuleWords): string {
  const known = Object.hasOwn(PREDICATES, rule.name) ? PREDICATES[rule.name] : undefined
  return words.t(known ?? 'rule.external', {
    name: rule.name,
    metric: rule.metric === undefined ? '' : words.metric(rule.metric),
    faults: (rule.fault ?? '').split('|').join(words.t('rule.orList')),
    n: rule.n ?? (rule.name === 'correlation' ? 2 : 0),
  })
}

const span = (s: number, words: RuleWords): string => words.duration(s * 1000)

type Tellers = { [K in Condition['type']]: (rule: Of<K>, words: RuleWords) => string }

const TELLERS: Tellers = {
  threshold: thresholdText,
  state: stateText,
  all: (rule, words) => several(rule, 'rule.and', words),
  any: (rule, words) => several(rule, 'rule.or', words),
  stale: (rule, words) =>
    words.t('rule.stale', {
      metric: rule.metric === '*' ? words.t('rule.anything') : words.metric(rule.metric),
      span: seconds(rule.afterS, words),
    }),
  manual: (_, words) => words.t('rule.manual'),
  rule: (rule, words) => words.t('rule.rule', { code: rule.code }),
  external: (rule, words) => held(predicateText(rule, words), rule.forS, words),
  rate: (rule, words) =>
    words.t('rule.rate', {
      metric: words.metric(rule.metric),
      limit: `${sign(rule.op)} ${measured(rule.value, `${words.unit(rule.metric)}/${rule.per}`, words)}`,
      span: span(rule.windowS, words),
    }),
  count: (rule, words) =>
    words.t('rule.count', {
      what: conditionText(rule.of, words),
      limit: `${sign(rule.op)} ${measured(rule.value, '', words)}`,
      span: span(rule.windowS, words),
    }),
  nOfM: (rule, words) => {
    const what = words.t('rule.nOfM', { what: conditionText(rule.of, words), n: rule.n, m: rule.m })
    return rule.everyS === undefined ? what : words.t('rule.spaced', { what, span: span(rule.everyS, words) })
  },
  deviation: (rule, words) =>
    words.t('rule.deviation', {
      metric: words.metric(rule.metric),
      limit: `${sign(rule.op)} ${words.number(rule.value)} ${rule.unit}`,
    }),
  trend: (rule, words) =>
    words.t('rule.trend', {
      metric: words.metric(rule.metric),
      limit: measured(rule.limit, words.unit(rule.metric), words),
      span: span(rule.withinDays * 86_400, words),
    }),
  sequence: (rule, words) =>
    words.t('rule.sequence', {
      first: conditionText(rule.first, words),
      second: conditionText(rule.then, words),
      span: seconds(rule.withinS, words),
    }),
  spread: (rule, words) =>
    held(
      words.t('rule.spread', {
        metrics: rule.metrics.map(words.metric).join(words.t('rule.list')),
        limit: `${sign(rule.op)} ${measured(rule.value, words.unit(rule.metrics[0] ?? ''), words)}`,
      }),
      rule.forS,
      words,
    ),
  stuck: (rule, words) => words.t('rule.stuck', { metric: words.metric(rule.metric), span: span(rule.windowS, words) }),
}

/** A condition of the catalogue as a sentence: `door motor current > 2 A for 30 s`. */
export function conditionText(condition: Condition, words: RuleWords): string {
  const teller = TELLERS[condition.type] as (rule: Condition, words: RuleWords) => string
  return teller(condition, words)
}

/** The alternatives of a condition, each a sentence of its own; one when there are none. */
export function conditionAlternatives(condition: Condition, words: RuleWords): string[] {
  if (condition.type !== 'any' || waits(condition, words)) return [conditionText(condition, words)]
  return condition.of.map(part => conditionText(part, words))
}
