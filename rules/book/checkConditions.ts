import type { ClassEntry } from '#domain/catalogue.ts'
import type { Condition } from '#domain/condition.ts'
import { partsWithPaths } from '#domain/conditionParts.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { acceptsParam } from '#domain/equipmentParams.ts'
import { type RuleProblem, ruleProblem } from '#domain/ruleProblem.ts'
import { RULE_LIMITS } from '#domain/rules.ts'
import { ownMetrics } from '../conditions/metricsOf.ts'

type Find = (part: Condition, entry: ClassEntry, path: string) => RuleProblem[]

const DAY_S = 86_400

const unknownMetrics: Find = (part, entry, path) =>
  ownMetrics(part)
    .filter(metric => metric !== '*' && !entry.metric.has(metric))
    .map(metric => ruleProblem(`${path}/metric`, 'unknownMetric', { class: entry.code, metric }))

const params = (part: Condition): [key: string, param: string][] =>
  Object.entries(part).flatMap(([key, value]): [string, string][] =>
    typeof value === 'object' && value !== null && 'param' in value ? [[key, String(value.param)]] : [],
  )

const unknownParams: Find = (part, entry, path) =>
  params(part)
    .filter(([, param]) => !acceptsParam(entry, param))
    .map(([key, param]) => ruleProblem(`${path}/${key}`, 'unknownParam', { class: entry.code, param }))

const isNumeric = (entry: ClassEntry, name: string): boolean => entry.metric.get(name)?.kind !== 'boolean'

const wrongKinds: Find = (part, entry, path) => {
  if (part.type !== 'threshold' && part.type !== 'state') return []
  const of = { class: entry.code, metric: part.metric }
  if (part.type === 'threshold') return isNumeric(entry, part.metric) ? [] : [ruleProblem(path, 'yesOrNo', of)]
  const asked = [...(part.in ?? []), ...(part.notIn ?? [])]
  if (asked.length === 0) return [ruleProblem(path, 'noValues', of)]
  const values = entry.metric.get(part.metric)?.values
  return asked
    .filter(code => values && typeof code === 'number' && !values.some(value => value.code === code))
    .map(code => ruleProblem(path, 'unknownValue', { ...of, value: Number(code) }))
}

const SPANS = ['forS', 'afterS', 'withinS', 'windowS', 'withinDays', 'windowDays'] as const

const wrongDurations: Find = (part, _, path) =>
  SPANS.flatMap(field => {
    const value: unknown = (part as Record<string, unknown>)[field]
    if (typeof value !== 'number') return []
    const asked = field.endsWith('Days') ? value : value / DAY_S
    const days = part.type === 'trend' ? RULE_LIMITS.trendDays : RULE_LIMITS.days
    return value > 0 && asked <= days ? [] : [ruleProblem(`${path}/${field}`, 'duration', { field, days })]
  })

const FINDERS: readonly Find[] = [unknownMetrics, unknownParams, wrongKinds, wrongDurations]

/** What is wrong with the conditions of a rule in its class, references filled in. */
export function conditionProblems(
  { condition, clear, tiers = [] }: Pick<FaultRule, 'condition' | 'clear' | 'tiers'>,
  entry: ClassEntry,
): RuleProblem[] {
  const of = (whole: Condition, at: string) =>
    partsWithPaths(whole, at).flatMap(({ part, path }) => FINDERS.flatMap(find => find(part, entry, path)))
  const graded = tiers.flatMap((tier, i) => of(tier.condition, `/tiers/${i}/condition`))
  return [...of(condition, '/condition'), ...of(clear, '/clear'), ...graded]
}
