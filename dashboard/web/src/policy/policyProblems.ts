import type { WordKey } from '../i18n/zh.ts'
import { type PolicyPath, pointerOf } from './policyPath.ts'
import { kindOf, recordNode, type SchemaNode, valueNode, variantOf } from './schemaNode.ts'

/** What is wrong at one place, in words to be filled in. */
export interface PolicyProblem {
  /** JSON pointer. */
  path: string
  key: Extract<WordKey, `policyProblem.${string}`>
  params?: Record<string, string | number>
}

type Found = Omit<PolicyProblem, 'path'>

function numberProblem({ type, minimum, maximum, exclusiveMinimum }: SchemaNode, value: unknown): Found | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return { key: 'policyProblem.number' }
  if (type === 'integer' && !Number.isInteger(value)) return { key: 'policyProblem.integer' }
  if (minimum !== undefined && value < minimum) return { key: 'policyProblem.least', params: { limit: minimum } }
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum)
    return { key: 'policyProblem.above', params: { limit: exclusiveMinimum } }
  if (maximum !== undefined && value > maximum) return { key: 'policyProblem.most', params: { limit: maximum } }
  return undefined
}

function textProblem({ minLength, maxLength, pattern }: SchemaNode, value: unknown): Found | undefined {
  if (typeof value !== 'string') return { key: 'policyProblem.form' }
  const length = [...value].length
  if (length === 0 && ((minLength ?? 0) > 0 || pattern !== undefined)) return { key: 'policyProblem.empty' }
  if (maxLength !== undefined && length > maxLength)
    return { key: 'policyProblem.tooLong', params: { limit: maxLength } }
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) return { key: 'policyProblem.form' }
  return undefined
}

function countProblem({ minItems = 0, maxItems }: SchemaNode, value: readonly unknown[]): Found | undefined {
  if (value.length < minItems) return { key: 'policyProblem.tooFew', params: { limit: minItems } }
  if (maxItems !== undefined && value.length > maxItems)
    return { key: 'policyProblem.tooMany', params: { limit: maxItems } }
  return undefined
}

/** Everything in a value that its schema refuses, each with the place of its field. */
export function policyProblems(node: SchemaNode, value: unknown, path: PolicyPath = []): PolicyProblem[] {
  const here = (found: Found | undefined) => (found ? [{ path: pointerOf(path), ...found }] : [])
  const inside = (part: SchemaNode | undefined, key: string | number) =>
    policyProblems(part ?? {}, Object(value)[key], [...path, key])
  switch (kindOf(node)) {
    case 'number':
      return here(numberProblem(node, value))
    case 'text':
      return here(textProblem(node, value))
    case 'choice':
      return here(node.enum?.includes(value as string) ? undefined : { key: 'policyProblem.choose' })
    case 'flag':
      return here(typeof value === 'boolean' ? undefined : { key: 'policyProblem.choose' })
    case 'nullable':
      return value === null ? [] : policyProblems(valueNode(node), value, path)
    case 'variants':
      return policyProblems(node.anyOf?.[variantOf(node, value)] ?? {}, value, path)
    case 'record':
      return Object.keys(Object(value)).flatMap(key => inside(recordNode(node), key))
    case 'group':
      return Object.entries(node.properties ?? {}).flatMap(([key, part]) =>
        node.required?.includes(key) || key in Object(value) ? inside(part, key) : [],
      )
    default: {
      const items = Array.isArray(value) ? value : []
      return [...here(countProblem(node, items)), ...items.flatMap((_, i) => inside(node.items, i))]
    }
  }
}
