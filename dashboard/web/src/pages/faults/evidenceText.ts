import type { FaultItem } from '../../api/items.ts'
import type { PageRuleWords } from './ruleWords.ts'

type EvidenceItem = FaultItem['evidence'][number]

/** A value with its unit, or the name of the state it stands for. */
function valueText(metric: string, value: EvidenceItem['value'], words: PageRuleWords): string {
  if (value === null) return words.t('value.none')
  const named = words.value(metric, value)
  if (named !== String(value) || typeof value === 'boolean') return named
  return `${words.number(value)} ${words.unit(metric)}`.trim()
}

/** `Door motor current: 5.8 A (limit 5 A)` */
export function evidenceText(evidence: EvidenceItem, words: PageRuleWords): string {
  if (evidence.metric === 'event') return words.t('fault.byDevice')
  const value = valueText(evidence.metric, evidence.value, words)
  const text = words.t('fault.value', { metric: words.metric(evidence.metric), value })
  if (evidence.limit === undefined) return text
  const limit = `${words.number(evidence.limit)} ${words.unit(evidence.metric)}`.trim()
  return words.t('fault.withLimit', { what: text, limit })
}
