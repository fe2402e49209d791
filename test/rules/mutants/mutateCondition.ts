import type { Condition, Quantity } from '#domain/condition.ts'

/** A condition that is wrong in one place, and how. */
export type Mutant<T> = readonly [how: string, mutant: T]

const STRICTER = { '>': '>=', '>=': '>', '<': '<=', '<=': '<' } as const
const SHIFT = 0.05

/** Every way in which a condition is made wrong in one place. */
export function mutateCondition(condition: Condition, defaults: (param: string) => unknown): Mutant<Condition>[] {
  const fields = condition as unknown as Readonly<Record<string, unknown>>
  const changed = (how: string, change: object): Mutant<Condition> => [how, { ...condition, ...change } as Condition]
  const without = (how: string, key: string): Mutant<Condition>[] => {
    const { [key]: dropped, ...rest } = fields
    return dropped === undefined ? [] : [[how, rest as Condition]]
  }
  const numbers = (key: string, factors: readonly number[]) =>
    fields[key] === undefined || fields[key] === 0
      ? []
      : factors.map(f => changed(`${key} ×${f}`, { [key]: scaled(fields[key] as Quantity, f) }))
  return [
    ...('value' in condition
      ? limits(condition.value, condition.type === 'count').map(([how, value]) => changed(how, { value }))
      : []),
    ...('limit' in condition ? limits(condition.limit).map(([how, limit]) => changed(how, { limit })) : []),
    ...ownDefaults(fields, defaults).map(([how, change]) => changed(how, change)),
    ...('op' in condition && condition.op in STRICTER
      ? [changed(`${condition.op} strictness`, { op: STRICTER[condition.op as keyof typeof STRICTER] })]
      : []),
    ...numbers('forS', [0, 0.5, 2]),
    ...numbers('withinS', [0.5, 2]),
    ...numbers('afterS', [0.5, 2]),
    ...numbers('windowS', [0.5, 2]),
    ...(condition.type === 'nOfM'
      ? [changed('n + 1', { n: condition.n + 1, m: Math.max(condition.m, condition.n + 1) })]
      : []),
    ...(condition.type === 'nOfM' && condition.n > 1 ? [changed('n − 1', { n: condition.n - 1 })] : []),
    ...(condition.type === 'nOfM' && condition.m > condition.n ? [changed('m − 1', { m: condition.m - 1 })] : []),
    ...without('fn dropped', condition.type === 'threshold' ? 'fn' : ''),
    ...without('when dropped', 'when'),
    ...without('everyS dropped', 'everyS'),
    ...codes(condition).map(([how, change]) => changed(how, change)),
    ...parts(condition, defaults),
  ]
}

const scaled = (of: Quantity, by: number): Quantity =>
  typeof of === 'number'
    ? of * by
    : { ...of, mult: (of.mult ?? 1) * by, ...(of.add !== undefined && { add: of.add * by }) }

function limits(of: Quantity, counted = false): Mutant<Quantity>[] {
  if (of === 0 || (counted && typeof of === 'number'))
    return [
      ['limit + 1', of + 1],
      ['limit − 1', of - 1],
    ]
  return [1 + SHIFT, 1 - SHIFT].map(by => [`limit ×${by}`, scaled(of, by)] as const)
}

/** A parameter is ignored in favour of its class's default. */
function ownDefaults(fields: Readonly<Record<string, unknown>>, defaults: (param: string) => unknown) {
  return ['value', 'limit', 'forS', 'withinS', 'afterS'].flatMap((key): Mutant<object>[] => {
    const of = fields[key]
    if (typeof of !== 'object' || of === null || !('param' in of)) return []
    const { param, mult = 1, add = 0 } = of as { param: string; mult?: number; add?: number }
    return [[`${param} ignored`, { [key]: Number(defaults(param)) * mult + add }]]
  })
}

function codes(condition: Condition): Mutant<object>[] {
  if (condition.type !== 'state') return []
  return (['in', 'notIn'] as const).flatMap(key => {
    const all = condition[key] ?? []
    return all.length < 2 ? [] : all.map(c => [`${key} without ${c}`, { [key]: all.filter(o => o !== c) }] as const)
  })
}

/** Parts that are wrong, and parts that are missing. */
function parts(condition: Condition, defaults: (param: string) => unknown): Mutant<Condition>[] {
  const inside = (key: string, part: Condition) =>
    mutateCondition(part, defaults).map(([how, of]) => [how, { ...condition, [key]: of } as Condition] as const)
  switch (condition.type) {
    case 'all':
    case 'any':
      return condition.of.flatMap((part, i) => {
        const replaced = (...by: Condition[]) => ({ ...condition, of: condition.of.toSpliced(i, 1, ...by) })
        const wrong = mutateCondition(part, defaults).map(([how, of]) => [`${i}: ${how}`, replaced(of)] as const)
        return condition.of.length < 2 ? wrong : [...wrong, [`part ${i} dropped`, replaced()] as const]
      })
    case 'count':
    case 'nOfM':
      return inside('of', condition.of)
    case 'sequence':
      return [...inside('first', condition.first), ...inside('then', condition.then)]
    case 'rate':
    case 'stuck':
      return condition.when ? inside('when', condition.when) : []
    default:
      return []
  }
}
