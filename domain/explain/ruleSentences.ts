/** How a rule is said, in each language; `{names}` are filled in. The keys of Chinese are those that every language has. */
const zh = {
  'rule.anyOf': '满足任一：',
  'rule.held': '{what}，持续 {span}',
  'rule.and': '且',
  'rule.or': '或',
  'rule.list': '、',
  'rule.orList': '或',
  'rule.is': '{metric}为{values}',
  'rule.isNot': '{metric}不为{values}',
  'rule.mean24h': '{what}（24 小时均值）',
  'rule.anything': '任何数据',
  'rule.stale': '{span}未收到{metric}',
  'rule.manual': '人工复位',
  'rule.external': '外部判定 {name}',
  'rule.rate': '{metric}在 {span}内变化 {limit}',
  'rule.count': '{span}内“{what}”的次数 {limit}',
  'rule.nOfM': '最近 {m} 次中有 {n} 次“{what}”',
  'rule.spaced': '{what}（{span}内最多计一次）',
  'rule.deviation': '{metric}偏离基线 {limit}',
  'rule.trend': '{metric}预计 {span}内达到 {limit}',
  'rule.sequence': '“{first}”之后 {span}内“{second}”',
  'rule.spread': '{metrics}之差 {limit}',
  'rule.rule': '规则 {code} 的触发条件成立',
  'rule.whole': '触发：{fires}。恢复：{clears}。',
  'rule.tier': '满足以下条件时为{severity}：{when}。',
  'rule.stuck': '{metric}在 {span}内不变',
}

export type RuleSentence = keyof typeof zh

const en: Record<RuleSentence, string> = {
  'rule.anyOf': 'One of:',
  'rule.held': '{what} for {span}',
  'rule.and': 'and',
  'rule.or': 'or',
  'rule.list': ', ',
  'rule.orList': ' or ',
  'rule.is': '{metric} is {values}',
  'rule.isNot': '{metric} is not {values}',
  'rule.mean24h': '{what} (mean of 24 h)',
  'rule.anything': 'anything',
  'rule.stale': 'no {metric} for {span}',
  'rule.manual': 'a person resets it',
  'rule.external': 'decided elsewhere: {name}',
  'rule.rate': '{metric} changes by {limit} within {span}',
  'rule.count': '“{what}” {limit} times in {span}',
  'rule.nOfM': '“{what}” in {n} of the last {m}',
  'rule.spaced': '{what} (at most one in {span})',
  'rule.deviation': '{metric} deviates from its baseline by {limit}',
  'rule.trend': '{metric} is expected to reach {limit} within {span}',
  'rule.sequence': '“{first}”, then within {span} “{second}”',
  'rule.spread': 'spread of {metrics} {limit}',
  'rule.rule': 'the condition of rule {code} holds',
  'rule.whole': 'Fires when {fires}. Clears when {clears}.',
  'rule.tier': '{severity} while {when}.',
  'rule.stuck': '{metric} does not change for {span}',
}

/** The severities by name. */
export const SEVERITY_NAMES = {
  zh: { major: '重大', general: '一般', advisory: '提示', predictive: '预测' },
  en: { major: 'Major', general: 'General', advisory: 'Advisory', predictive: 'Predictive' },
} as const

export const RULE_SENTENCES = { zh, en }
