import type { Catalogue, ClassEntry } from '#domain/catalogue.ts'
import type { Condition } from '#domain/condition.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import type { RuleHealth } from '#domain/ruleHealth.ts'
import { correlated } from './conditions/correlation.ts'
import { everyPart } from './conditions/everyPart.ts'
import { metricsOf } from './conditions/metricsOf.ts'
import { canBeTrue, unsupportedIn } from './conditions/support.ts'
import type { FaultMemory } from './lifecycle.ts'
import { type Watched, watchedBy } from './seeing.ts'

/** One fault of a class, prepared: what it looks at, and how it is doing. */
export interface ClassRule {
  index: number
  fault: FaultRule
  /** What its two conditions look at, with the metrics that make those valid. */
  metrics: readonly string[]
  /** Counts or averages samples, so that a repeated value is news too. */
  everySample: boolean
  /** What its own condition looks at. */
  subjects: readonly string[]
  /** The metrics of which is noted how far they pass its own limits. */
  watched: readonly Watched[]
  /** Its clear condition learns what is normal. */
  learnsClear: boolean
  /** The codes that it counts over the equipment of a zone. */
  correlates: readonly string[]
  /** Looks at silence as a whole (`stale *`). */
  silence: boolean
  /** What equipment on which nothing is going on remembers, shared by all of it. */
  usual?: FaultMemory
  health: RuleHealth
  /** Evaluations of which the time was taken, and what they took in milliseconds. */
  timed: { count: number; ms: number }
  /** What of its health is written already. */
  kept: { evaluations: number }
}

export interface ClassRules {
  entry: ClassEntry
  rules: readonly ClassRule[]
  byMetric: ReadonlyMap<string, readonly ClassRule[]>
  silenceRules: readonly ClassRule[]
  /** Those that count faults over the equipment of a zone. */
  correlating: readonly ClassRule[]
}

/** Prepares the rules of every class of the catalogue. */
export const prepareRules = (catalogue: Catalogue): Map<string, ClassRules> =>
  new Map([...catalogue.classes].map(([code, entry]) => [code, prepareClass(entry)]))

/** Prepares the rules of a class; those that did not change keep their health. */
export function prepareClass(entry: ClassEntry, before?: ClassRules): ClassRules {
  const rules = entry.faults.map((fault, index) => {
    const known = before?.rules.find(rule => rule.fault === fault)
    return known ? { ...known, index } : prepareRule(entry, fault, index)
  })
  const names = new Set(rules.flatMap(rule => rule.metrics))
  return {
    entry,
    rules,
    byMetric: new Map([...names].map(name => [name, rules.filter(rule => rule.metrics.includes(name))])),
    silenceRules: rules.filter(rule => rule.silence),
    correlating: rules.filter(rule => rule.correlates.length > 0),
  }
}

function prepareRule(entry: ClassEntry, fault: FaultRule, index: number): ClassRule {
  const { condition, clear, tiers = [] } = fault
  const conditions = [condition, clear, ...tiers.map(tier => tier.condition)]
  const parts = conditions.flatMap(everyPart)
  const named = conditions.flatMap(metricsOf)
  const validity = named.flatMap(name => entry.metric.get(name)?.validWhen?.metric ?? [])
  return {
    index,
    fault,
    metrics: [...new Set([...named, ...validity])],
    everySample: parts.some(countsSamples),
    subjects: metricsOf(condition),
    watched: watchedBy(condition),
    learnsClear: everyPart(clear).some(part => part.type === 'deviation'),
    correlates: everyPart(condition).flatMap(codesCorrelated),
    silence: parts.some(part => part.type === 'stale' && part.metric === '*'),
    health: {
      class: entry.code,
      code: fault.code,
      supported: canBeTrue(condition),
      unsupported: [...new Set(conditions.flatMap(unsupportedIn))],
      evaluations: 0,
      firings: 0,
      errors: 0,
    },
    timed: { count: 0, ms: 0 },
    kept: { evaluations: 0 },
  }
}

const codesCorrelated = (part: Condition): readonly string[] =>
  part.type === 'external' && part.name === 'correlation' ? correlated(part) : []

const COUNTING: readonly Condition['type'][] = ['nOfM', 'rate', 'deviation', 'trend']

const countsSamples = (part: Condition): boolean =>
  COUNTING.includes(part.type) ||
  (part.type === 'external' && part.metric !== undefined) ||
  (part.type === 'threshold' && part.fn !== undefined && part.fn !== 'abs')
