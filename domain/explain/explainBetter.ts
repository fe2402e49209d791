import type { Condition } from '../condition.ts'
import type { EquipmentClass } from '../equipmentClass.ts'
import type { BetterLimit, NoBetter, RulePrecision, Share } from '../ruleRecord.ts'
import { conditionText } from './conditionText.ts'
import { type Locale, wordsOf } from './explainRule.ts'

type Entry = Pick<EquipmentClass, 'metrics' | 'params'>
type Both = { en: string; zh: string }

const percent = ({ value }: Share): string => `${Math.round(100 * value)} %`

const COUNTS: Record<Locale, (t: Record<string, string | number>) => string> = {
  en: t =>
    `: of ${t.genuine} genuine tickets it would still have opened ${t.kept}, of ${t.wrong} false ones not ${t.spared}; precision ${t.before} → ${t.after}.`,
  zh: t =>
    `：${t.genuine} 张属实工单中仍会开出 ${t.kept} 张，${t.wrong} 张误报工单中可省去 ${t.spared} 张；准确率 ${t.before} → ${t.after}。`,
}

const LONGER: Record<Locale, (now: string, better: string) => string> = {
  en: (now, better) => `Condition held for at least ${better} instead of ${now}`,
  zh: (now, better) => `条件持续时间由 ${now} 改为 ${better}`,
}

/** What a better limit would have changed, over the tickets that it was found from. */
export function explainBetter(
  entry: Entry,
  better: Omit<BetterLimit, 'explanation'>,
  leaves: { before: Condition; after: Condition },
  counted: { genuine: number; wrong: number; before: Share },
): Both {
  const say = (locale: Locale) => {
    const words = wordsOf(entry, locale)
    const { per, now, better: to, kept, spared, precision } = better
    const factor = per === undefined ? '' : ` (${per} × ${words.number(now)} → × ${words.number(to)})`
    const what =
      better.what === 'limit'
        ? `${conditionText(leaves.before, words)} → ${conditionText(leaves.after, words)}${factor}`
        : LONGER[locale](words.duration(now * 1000), words.duration(to * 1000))
    const { genuine, wrong, before } = counted
    return what + COUNTS[locale]({ genuine, wrong, kept, spared, before: percent(before), after: percent(precision) })
  }
  return { en: say('en'), zh: say('zh') }
}

const REASONS: Record<NoBetter, (t: { least: number; each: number }) => Both> = {
  tooFew: ({ least, each }) => ({
    en: `A better limit is told from ${least} verdicts on, ${each} of each kind.`,
    zh: `至少有 ${least} 个结论，且属实与误报各不少于 ${each} 个时，才给出更好的限值。`,
  }),
  noLimit: () => ({
    en: 'The rule has no limit or duration that could be moved by itself.',
    zh: '该规则没有可单独调整的限值或持续时间。',
  }),
  notApart: () => ({
    en: 'No limit or duration tells the genuine faults from the false ones well enough.',
    zh: '没有哪个限值或持续时间能足够好地区分属实故障与误报。',
  }),
  lifeSafety: () => ({
    en: 'Danger to life: a limit that would have spared false tickets would also have missed a genuine fault, or told it later.',
    zh: '涉及人身安全：能减少误报的限值会漏掉属实故障，或使其报警延后，因此不予建议。',
  }),
}

export const explainNoBetter = (
  why: NoBetter,
  least: { minVerdicts: number; minEach: number },
): NonNullable<RulePrecision['noBetter']> => ({
  why,
  explanation: REASONS[why]({ least: least.minVerdicts, each: least.minEach }),
})
