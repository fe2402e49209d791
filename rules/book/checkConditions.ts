import { acceptsParam, type ClassEntry } from '#domain/catalogue.ts'
import type { Condition } from '#domain/condition.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { RULE_LIMITS } from '#domain/rules.ts'
import { everyPart } from '../conditions/everyPart.ts'
import { metricsOf } from '../conditions/metricsOf.ts'
import type { RuleProblem } from './problems.ts'

type Find = (part: Condition, entry: ClassEntry) => Omit<RuleProblem, 'path'>[]

const DAY_S = 86_400

const unknownMetrics: Find = (part, entry) =>
  (everyPart(part).length === 1 ? metricsOf(part) : ownMetrics(part))
    .filter(name => !entry.metric.has(name))
    .map(name => ({ code: 'UNKNOWN_METRIC', message: `${entry.code} has no metric ${name}` }))

const ownMetrics = (part: Condition): string[] =>
  'metric' in part && typeof part.metric === 'string' && part.metric !== '*' ? [part.metric] : []

const params = (part: Condition): string[] =>
  Object.values(part).flatMap(value =>
    typeof value === 'object' && value !== null && 'param' in value ? [String(value.param)] : [],
  )

const unknownParams: Find = (part, entry) =>
  params(part)
    .filter(name => !acceptsParam(entry, name))
    .map(name => ({ code: 'UNKNOWN_PARAMETER', message: `${entry.code} has no parameter ${name}` }))

const isNumeric = (entry: ClassEntry, name: string): boolean => entry.metric.get(name)?.kind !== 'boolean'

const wrongKinds: Find = (part, entry) => {
  if (part.type === 'threshold' && !isNumeric(entry, part.metric))
    return [{ code: 'RULE_INVALID', message: `${part.metric} is yes or no: compare it by "state"` }]
  if (part.type !== 'state') return []
  const values = entry.metric.get(part.metric)?.values
  if ((part.in ?? part.notIn ?? []).length === 0)
    return [{ code: 'RULE_INVALID', message: `state of ${part.metric} names no value` }]
  return [...(part.in ?? []), ...(part.notIn ?? [])]
    .filter(code => values && typeof code === 'number' && !values.some(value => value.code === code))
    .map(code => ({ code: 'RULE_INVALID', message: `${part.metric} has no value ${code}` }))
}

const SPANS = ['forS', 'afterS', 'withinS', 'windowS', 'withinDays', 'windowDays'] as const

const wrongDurations: Find = part =>
  SPANS.flatMap(name => {
    const value: unknown = (part as Record<string, unknown>)[name]
    if (typeof value !== 'number') return []
    const days = name.endsWith('Days') ? value : value / DAY_S
    const most = part.type === 'trend' ? RULE_LIMITS.trendDays : RULE_LIMITS.days
    if (value > 0 && days <= most) return []
    return [
      {
        code: 'RULE_DURATION',
        message: `${name} must be more than 0 and at most ${most} days; leave it out for at once`,
      },
    ]
  })

const FINDERS: readonly Find[] = [unknownMetrics, unknownParams, wrongKinds, wrongDurations]

/** What is wrong with the conditions of a rule in its class, references filled in. */
export function conditionProblems(
  { condition, clear, tiers = [] }: Pick<FaultRule, 'condition' | 'clear' | 'tiers'>,
  entry: ClassEntry,
): RuleProblem[] {
  const of = (condition: Condition, path: string) =>
    everyPart(condition).flatMap(part =>
      FINDERS.flatMap(find => find(part, entry)).map(problem => ({ ...problem, path })),
    )
  const graded = tiers.flatMap((tier, i) => of(tier.condition, `/tiers/${i}/condition`))
  return [...of(condition, '/condition'), ...of(clear, '/clear'), ...graded]
}
