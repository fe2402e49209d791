import type { Condition } from './condition.ts'

/** A condition inside another: the field that holds it, and its place there when that is a list. */
export interface ConditionPart {
  key: string
  index?: number
  part: Condition
}

const HOLDERS = ['of', 'first', 'then', 'when'] as const

/** Where conditions lie in a condition, list or single. */
export function partsOf(condition: Condition): ConditionPart[] {
  const own: Readonly<Record<string, unknown>> = condition
  return HOLDERS.flatMap(key => {
    const value = own[key]
    if (Array.isArray(value)) return value.map((part: Condition, index) => ({ key, index, part }))
    return value && typeof value === 'object' ? [{ key, part: value as Condition }] : []
  })
}

/** The JSON pointer of a part, from the one of the condition that holds it. */
export const partPath = (path: string, { key, index }: Omit<ConditionPart, 'part'>): string =>
  index === undefined ? `${path}/${key}` : `${path}/${key}/${index}`

/** The condition itself and every condition inside it, with their JSON pointers. */
export const partsWithPaths = (condition: Condition, path: string): { part: Condition; path: string }[] => [
  { part: condition, path },
  ...partsOf(condition).flatMap(inner => partsWithPaths(inner.part, partPath(path, inner))),
]
