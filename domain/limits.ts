import type { Comparison, Condition, ConditionOf } from './condition.ts'

type Leaf = ConditionOf<'threshold'> & { op: '>' | '>=' | '<' | '<=' }

/** A limit of a condition that a person may move by itself. */
export interface Limit {
  of: Leaf
  /** What it holds for: one metric, or each of several phases, sensors or the like that have the same limit. */
  metrics: readonly string[]
  /** Where it stands in the condition, for each metric a JSON pointer (RFC 6901): `/of/1/value`. */
  paths: readonly string[]
  /** Whether it fires the fault together with others (`all`), or without them (`any`). */
  within: 'all' | 'any'
}

const ORDERED: readonly Comparison[] = ['>', '>=', '<', '<=']

const isLeaf = (condition: Condition): condition is Leaf =>
  condition.type === 'threshold' &&
  (condition.fn === undefined || condition.fn === 'abs') &&
  ORDERED.includes(condition.op)

/** The limits of which each decides by itself whether the condition holds: on its own, one of `all`, or one of `any`. */
export function limitsOf(condition: Condition): Limit[] {
  if (condition.type !== 'any') return needed(condition, '')
  const found = condition.of.flatMap((part, i) => (isLeaf(part) ? [{ of: part, path: `/of/${i}/value` }] : []))
  const alike = Map.groupBy(found, ({ of: { op, value, fn } }) => JSON.stringify([op, value, fn]))
  return [...alike.values()].flatMap(group => {
    const [first] = group
    if (!first) return []
    const metrics = group.map(({ of }) => of.metric)
    return [{ of: first.of, metrics, paths: group.map(({ path }) => path), within: 'any' as const }]
  })
}

function needed(condition: Condition, path: string): Limit[] {
  if (isLeaf(condition))
    return [{ of: condition, metrics: [condition.metric], paths: [`${path}/value`], within: 'all' }]
  return condition.type === 'all' ? condition.of.flatMap((part, i) => needed(part, `${path}/of/${i}`)) : []
}

/** Whether a higher value is further beyond the limit. */
export const isUpper = ({ op }: { op: Comparison }): boolean => op === '>' || op === '>='
