import type { PlanInterval, PlanTerms } from '#domain/plans.ts'
import { useServices } from '../../services.ts'
import { useLookups } from '../useLookups.ts'
import { movedIn, onlyIn, type PlanField, planDifference } from './planDifference.ts'
import { useItemText } from './useItemText.ts'
import { usePlanPartText } from './usePlanPartText.ts'

type Teller<F extends PlanField> = (value: PlanTerms[F], other: PlanTerms[F]) => string

/** What a plan says, in the reader's language. */
export function usePlanText() {
  const { names, formats, i18n } = useServices()
  const { t, pick } = i18n
  const lookups = useLookups()
  const itemText = useItemText()
  const list = (texts: readonly string[]) => texts.join(t('rule.list'))
  const days = (n: number) => t('time.days', { n })
  const classNames = (codes: readonly string[]) => list(codes.map(names.className))
  const nameOf = (named: { name: string; name_zh: string }) => pick({ en: named.name, zh: named.name_zh })
  const interval = ({ unit, value, kind }: PlanInterval) =>
    t(`plan.every.${kind}`, { span: unit === 'd' ? days(value) : t('terms.months', { n: value }) })
  const partText = usePlanPartText()
  const minutes = (n: number) => formats.duration(n * 60_000)

  const tellers: { [F in PlanField]: Teller<F> } = {
    name: String,
    name_zh: String,
    interval,
    leadDays: days,
    toleranceDays: days,
    per: value => t(`plan.per.${value}`),
    basis: String,
    skill: names.skill,
    estMin: minutes,
    classes: classNames,
    includes: list,
    items: (value, other) =>
      list([
        ...onlyIn(value, other).map(itemText),
        ...movedIn(value, other).map(item => `${value.indexOf(item) + 1} ${nameOf(item)}`),
      ]),
    parts: (value, other) => list(onlyIn(value, other).map(partText)),
    sites: (value, other) =>
      list(
        onlyIn(value, other).map(
          ({ site, fromDay }) => `${lookups.siteName(site)} ${t('plan.since', { day: formats.day(fromDay) })}`,
        ),
      ),
  }
  const told = <F extends PlanField>(field: F, plan: PlanTerms, other: PlanTerms) =>
    tellers[field](plan[field], other[field]) || t('ruleField.nothing')

  return {
    days,
    interval,
    minutes,
    classNames,
    nameOf,
    /** In what two versions differ, a line each. */
    difference: (before: PlanTerms, after: PlanTerms) =>
      planDifference(before, after).map(field => ({
        key: field,
        label: t(`planField.${field}`),
        before: told(field, before, after),
        after: told(field, after, before),
      })),
  }
}
