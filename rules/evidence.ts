import type { Condition } from '#domain/condition.ts'
import type { Evidence } from '#domain/faults.ts'
import type { Context } from './conditions/context.ts'
import { metricsOf } from './conditions/metricsOf.ts'
import { quantity } from './conditions/quantity.ts'

/** As many values as a person takes in. */
const MAX_EVIDENCE = 8

/** The values that speak for a condition now, each beside its limit where there is one. */
export function evidenceOf(condition: Condition, context: Context): Evidence[] {
  const found = collect(condition, context)
  const byKey = new Map(found.map(e => [`${e.metric} ${e.limit ?? ''}`, e]))
  return [...byKey.values()].slice(0, MAX_EVIDENCE)
}

function collect(condition: Condition, context: Context): Evidence[] {
  switch (condition.type) {
    case 'all':
    case 'any':
      return condition.of.flatMap(part => collect(part, context))
    case 'threshold':
      return holds(condition, context) ? value(condition.metric, context, quantity(condition.value, context)) : []
    case 'state':
      return holds(condition, context) ? value(condition.metric, context) : []
    case 'stale':
      return [{ metric: condition.metric, value: null, ts: context.heardAt(condition.metric) ?? context.now }]
    default:
      return metricsOf(condition).flatMap(metric => value(metric, context))
  }
}

function holds(condition: Condition, context: Context): boolean {
  const { truth, pending } = context.step(condition, undefined)
  return truth === true || pending !== undefined
}

function value(metric: string, context: Context, limit?: number): Evidence[] {
  const seen = context.observe(metric)
  if (typeof seen === 'string') return []
  return [{ metric, value: seen.value, ts: seen.ts, ...(limit !== undefined && { limit }) }]
}
