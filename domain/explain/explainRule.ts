import type { EquipmentClass, FaultRule, Metric } from '../equipmentClass.ts'
import { conditionText, type RuleWords } from './conditionText.ts'
import { durationText, TIME_UNITS } from './durationText.ts'
import { RULE_SENTENCES, type RuleSentence, SEVERITY_NAMES } from './ruleSentences.ts'
import { spelled } from './spelled.ts'
import { unitLabel } from './unitLabel.ts'

export type Locale = keyof typeof RULE_SENTENCES
const BOOLEANS = { zh: ['否', '是'], en: ['no', 'yes'] } as const
const DIGITS = 4
const numbersIn = (locale: string) => new Intl.NumberFormat(locale, { maximumSignificantDigits: DIGITS })
const NUMBERS = { zh: numbersIn('zh'), en: numbersIn('en') }

function valueName(metric: Metric | undefined, code: number | boolean | string, locale: Locale): string {
  if (metric?.kind === 'boolean') return BOOLEANS[locale][code ? 1 : 0]
  const named = metric?.values?.find(value => value.code === Number(code))
  return named ? (locale === 'zh' ? named.zh : spelled(named.key)) : String(code)
}

/** The words for the rules of a class in one language, with the class's own parameters. */
export function wordsOf({ metrics, params }: Pick<EquipmentClass, 'metrics' | 'params'>, locale: Locale): RuleWords {
  const metric = (name: string) => metrics.find(m => m.name === name)
  const sentences: Record<RuleSentence, string> = RULE_SENTENCES[locale]
  return {
    t: (key, given = {}) => sentences[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(given[name] ?? whole)),
    metric: name => (locale === 'zh' ? metric(name)?.label_zh : metric(name)?.label) ?? name,
    unit: name => unitLabel(metric(name)?.unit ?? ''),
    value: (name, code) => valueName(metric(name), code, locale),
    param: name => params.find(p => p.name === name)?.default,
    number: value => NUMBERS[locale].format(value),
    duration: ms => durationText(ms, TIME_UNITS[locale]),
  }
}

/** When a rule of a class fires, clears and is graded otherwise, in sentences in each language. */
export function explainRule(
  entry: Pick<EquipmentClass, 'metrics' | 'params'>,
  rule: Pick<FaultRule, 'condition' | 'clear' | 'tiers'>,
): { en: string; zh: string } {
  const say = (locale: Locale) => {
    const words = wordsOf(entry, locale)
    const [fires, clears] = [conditionText(rule.condition, words), conditionText(rule.clear, words)]
    const graded = (rule.tiers ?? []).map(({ severity, condition }) =>
      words.t('rule.tier', { severity: SEVERITY_NAMES[locale][severity], when: conditionText(condition, words) }),
    )
    return [words.t('rule.whole', { fires, clears }), ...graded].join(locale === 'zh' ? '' : ' ')
  }
  return { en: say('en'), zh: say('zh') }
}
