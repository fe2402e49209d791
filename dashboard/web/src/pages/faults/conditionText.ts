import type { Comparison, Condition, Quantity } from '#domain/condition.ts'
import type { Params } from '../../i18n/i18n.ts'
import type { WordKey } from '../../i18n/zh.ts'

/** What it takes to say a rule in the reader's language. */
export interface RuleWords {
  t(key: WordKey, params?: Params): string
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

function several(of: readonly Condition[], word: WordKey, words: RuleWords): string {
  const parts = of.map(part => conditionText(part, words))
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : parts.map(part => `(${part})`).join(` ${words.t(word)} `)
}

type Of<K extends Condition['type']> = Extract<Condition, { type: K }>

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

const span = (s: number, words: RuleWords): string => words.duration(s * 1000)

type Tellers = { [K in Condition['type']]: (rule: Of<K>, words: RuleWords) => string }

const TELLERS: Tellers = {
  threshold: thresholdText,
  state: stateText,
  all: (rule, words) => held(several(rule.of, 'rule.and', words), rule.forS, words),
  any: (rule, words) => held(several(rule.of, 'rule.or', words), rule.forS, words),
  stale: (rule, words) =>
    words.t('rule.stale', {
      metric: rule.metric === '*' ? words.t('rule.anything') : words.metric(rule.metric),
      span: seconds(rule.afterS, words),
    }),
  manual: (_, words) => words.t('rule.manual'),
  external: (rule, words) => held(words.t('rule.external', { name: rule.name }), rule.forS, words),
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
  nOfM: (rule, words) => words.t('rule.nOfM', { what: conditionText(rule.of, words), n: rule.n, m: rule.m }),
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
