import type { Catalogue, ClassEntry } from '#domain/catalogue.ts'
import type { Condition } from '#domain/condition.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import type { RuleHealth } from '#domain/ruleHealth.ts'
import { metricsOf } from './conditions/metricsOf.ts'
import { canBeTrue, unsupportedIn } from './conditions/support.ts'

/** One fault of a class, prepared: what it looks at, and how it is doing. */
export interface ClassRule {
  index: number
  fault: FaultRule
  /** What its two conditions look at, with the metrics that make those valid. */
  metrics: readonly string[]
  /** Counts or averages samples, so that a repeated value is news too. */
  everySample: boolean
  /** Looks at silence as a whole (`stale *`). */
  silence: boolean
  health: RuleHealth
}

export interface ClassRules {
  entry: ClassEntry
  rules: readonly ClassRule[]
  byMetric: ReadonlyMap<string, readonly ClassRule[]>
  silenceRules: readonly ClassRule[]
}

/** Prepares the rules of every class of the catalogue. */
export const prepareRules = (catalogue: Catalogue): ReadonlyMap<string, ClassRules> =>
  new Map([...catalogue.classes].map(([code, entry]) => [code, prepareClass(entry)]))

function prepareClass(entry: ClassEntry): ClassRules {
  const rules = entry.faults.map((fault, index) => prepareRule(entry, fault, index))
  const names = new Set(rules.flatMap(rule => rule.metrics))
  return {
    entry,
    rules,
    byMetric: new Map([...names].map(name => [name, rules.filter(rule => rule.metrics.includes(name))])),
    silenceRules: rules.filter(rule => rule.silence),
  }
}

function prepareRule(entry: ClassEntry, fault: FaultRule, index: number): ClassRule {
  const { condition, clear } = fault
  const named = [...metricsOf(condition), ...metricsOf(clear)]
  const validity = named.flatMap(name => entry.metric.get(name)?.validWhen?.metric ?? [])
  return {
    index,
    fault,
    metrics: [...new Set([...named, ...validity])],
    everySample: has(condition, countsSamples) || has(clear, countsSamples),
    silence: has(condition, c => c.type === 'stale' && c.metric === '*'),
    health: {
      class: entry.code,
      code: fault.code,
      supported: canBeTrue(condition),
      unsupported: [...new Set([...unsupportedIn(condition), ...unsupportedIn(clear)])],
      evaluations: 0,
      firings: 0,
      errors: 0,
    },
  }
}

const countsSamples = (c: Condition): boolean =>
  c.type === 'nOfM' || c.type === 'rate' || (c.type === 'threshold' && c.fn === 'mean24h')

function has(condition: Condition, wanted: (c: Condition) => boolean): boolean {
  if (wanted(condition)) return true
  switch (condition.type) {
    case 'all':
    case 'any':
      return condition.of.some(c => has(c, wanted))
    case 'count':
    case 'nOfM':
      return has(condition.of, wanted)
    case 'sequence':
      return has(condition.first, wanted) || has(condition.then, wanted)
    default:
      return false
  }
}
