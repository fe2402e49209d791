import type { RuleWords } from '#domain/explain/conditionText.ts'
import { unitLabel } from '#domain/explain/unitLabel.ts'
import { paramReader } from '../../api/params.ts'
import { valueNames } from '../../chart/valueNames.ts'
import type { Services } from '../../services.ts'

/** The words for rules, and the page's own beside them. */
export type PageRuleWords = RuleWords & Pick<Services['i18n'], 't'>

/** The words for the rules of a class, with the parameters of one piece of equipment. */
export function ruleWords(
  { i18n, names, formats }: Pick<Services, 'i18n' | 'names' | 'formats'>,
  classCode: string,
  params: Readonly<Record<string, unknown>> | undefined,
): PageRuleWords {
  return {
    t: i18n.t,
    metric: name => names.metricName(classCode, name),
    unit: name => unitLabel(names.metric(classCode, name)?.unit ?? ''),
    value: (name, code) => valueNames(names.metric(classCode, name), i18n)?.get(Number(code)) ?? String(code),
    param: paramReader(names.classOf(classCode), params),
    number: value => formats.number(value),
    duration: ms => formats.duration(ms),
  }
}
