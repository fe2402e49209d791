import type { Condition } from '#domain/condition.ts'

type Fields = Readonly<Record<string, unknown>>

/** The kinds of conditions that the form can make; every other is changed in its fields or as JSON. */
export const MADE = ['threshold', 'state', 'stale', 'all', 'any', 'manual'] as const
export type Made = (typeof MADE)[number]

/** A condition of a kind to begin with, about the same metric. */
export function blankCondition(type: Made, metric: string, was?: Condition): Condition {
  const part: Condition = was ?? { type: 'threshold', metric, op: '>', value: 0, forS: 60 }
  const blanks: Record<Made, Condition> = {
    threshold: { type: 'threshold', metric, op: '>', value: 0, forS: 60 },
    state: { type: 'state', metric, in: [1] },
    stale: { type: 'stale', metric, afterS: 600 },
    all: { type: 'all', of: [part] },
    any: { type: 'any', of: [part] },
    manual: { type: 'manual' },
  }
  return blanks[type]
}

const NUMBERS = ['value', 'limit', 'n', 'm', 'forS', 'afterS', 'windowS', 'withinS', 'everyS'] as const
const MORE_NUMBERS = ['withinDays', 'windowDays', 'minPoints'] as const
const HOLDING: readonly string[] = ['threshold', 'state', 'all', 'any', 'spread', 'external']

/** The numbers of a condition itself, in the order in which they are asked for; those it may have are asked for too. */
export function numbersOf(condition: Condition): string[] {
  const own: Fields = condition
  return [...NUMBERS, ...MORE_NUMBERS].filter(key => {
    if (key === 'forS') return HOLDING.includes(condition.type)
    const value = own[key]
    return typeof value === 'number' || (typeof value === 'object' && value !== null && 'param' in value)
  })
}

/** The condition with one field replaced; undefined takes it away. */
export function withField(condition: Condition, key: string, value: unknown, index?: number): Condition {
  const own: Record<string, unknown> = { ...condition }
  if (index !== undefined) {
    const list = [...(own[key] as unknown[])]
    if (value === undefined) list.splice(index, 1)
    else list[index] = value
    own[key] = list
  } else if (value === undefined) delete own[key]
  else own[key] = value
  return own as Condition
}
