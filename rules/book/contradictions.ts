import { type ClassEntry, paramOf } from '#domain/catalogue.ts'
import type { Condition, ConditionOf } from '#domain/condition.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { type RuleProblem, ruleProblem } from '#domain/ruleProblem.ts'
import { quantity } from '../conditions/quantity.ts'

/** The values that a comparison allows: from `low` to `high`, each end inside or not. */
interface Interval {
  low: number
  high: number
  open: boolean
}

function intervalOf({ op, value }: ConditionOf<'threshold'>, entry: ClassEntry): Interval | undefined {
  let limit: number
  try {
    limit = quantity(value, { param: name => paramOf(entry, {}, name) })
  } catch {
    return undefined
  }
  if (op === '>' || op === '>=') return { low: limit, high: Infinity, open: op === '>' }
  if (op === '<' || op === '<=') return { low: -Infinity, high: limit, open: op === '<' }
  return op === '==' ? { low: limit, high: limit, open: false } : undefined
}

const meet = (a: Interval, b: Interval): boolean => {
  const [low, high] = [Math.max(a.low, b.low), Math.min(a.high, b.high)]
  return low < high || (low === high && !a.open && !b.open)
}

/** What a measured value has to fulfil for sure whenever the condition is true. */
function needed(condition: Condition): ConditionOf<'threshold'>[] {
  if (condition.type === 'threshold') return [condition]
  return condition.type === 'all' ? condition.of.flatMap(needed) : []
}

const alternatives = (condition: Condition): Condition[] =>
  condition.type === 'any' ? condition.of.flatMap(alternatives) : [condition]

/** What a limit looks at: the metric, and how. */
const quantityKey = ({ metric, op: _, value: __, forS: ___, ...how }: ConditionOf<'threshold'>): string =>
  `${metric} ${JSON.stringify(how)}`

/** A condition that no value can fulfil: two limits of one metric that exclude each other. */
function impossible(condition: Condition, entry: ClassEntry, path: string): RuleProblem[] {
  const limits = needed(condition)
  for (const [i, a] of limits.entries())
    for (const b of limits.slice(i + 1)) {
      if (quantityKey(a) !== quantityKey(b)) continue
      const [x, y] = [intervalOf(a, entry), intervalOf(b, entry)]
      const limitOf = ({ op }: typeof a, { low, high }: Interval) => `${op} ${Number.isFinite(low) ? low : high}`
      if (x && y && !meet(x, y)) {
        const params = { class: entry.code, metric: a.metric, one: limitOf(a, x), other: limitOf(b, y) }
        return [ruleProblem(path, 'exclude', params)]
      }
    }
  return []
}

/** The metric by which firing and clearing both can be true at once, when nothing else tells them apart. */
function overlapping(fires: Condition, clears: Condition, entry: ClassEntry): string | undefined {
  const [fire, ...moreFires] = needed(fires)
  const [clear, ...moreClears] = needed(clears)
  const alone = fires.type === 'threshold' || (fires.type === 'all' && fires.of.length === 1)
  if (!fire || !clear || !alone || moreFires.length + moreClears.length > 0) return undefined
  if (quantityKey(fire) !== quantityKey(clear)) return undefined
  const [x, y] = [intervalOf(fire, entry), intervalOf(clear, entry)]
  return x && y && meet(x, y) ? fire.metric : undefined
}

/** Limits of a rule that contradict each other: clear inside fire, or a condition that can never be true. */
export function contradictions(rule: Pick<FaultRule, 'condition' | 'clear'>, entry: ClassEntry): RuleProblem[] {
  const ways = alternatives(rule.condition)
  const inside = (clears: Condition) => ways.flatMap(fires => overlapping(fires, clears, entry) ?? [])
  return [
    ...ways.flatMap(fires => impossible(fires, entry, '/condition')),
    ...alternatives(rule.clear).flatMap(clears => [
      ...impossible(clears, entry, '/clear'),
      ...inside(clears).map(metric => ruleProblem('/clear', 'clearInside', { class: entry.code, metric })),
    ]),
  ]
}
