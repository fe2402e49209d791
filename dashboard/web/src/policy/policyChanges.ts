import { sameValue } from '../versions/sameValue.ts'
import type { PolicyPath } from './policyPath.ts'
import { kindOf, recordNode, type SchemaNode, valueNode } from './schemaNode.ts'

/** One place in which two versions of a policy differ; `undefined` where it was not there. */
export interface PolicyChange {
  path: PolicyPath
  node: SchemaNode
  before: unknown
  after: unknown
}

const isThere = (value: unknown): boolean => value !== undefined && value !== null

/** What of a value is looked at part by part; a list of scalars and one of several objects are told as a whole. */
function partsOf(node: SchemaNode, before: unknown, after: unknown): [string | number, SchemaNode][] | undefined {
  const keysOf = (value: unknown) => Object.keys(Object(value))
  switch (kindOf(node)) {
    case 'group':
      return Object.entries(node.properties ?? {})
    case 'record':
      return [...new Set([...keysOf(before), ...keysOf(after)])].map(key => [key, recordNode(node)])
    case 'rows': {
      const length = Math.max(...[before, after].map(each => (Array.isArray(each) ? each.length : 0)))
      return Array.from({ length }, (_, i) => [i, node.items ?? {}])
    }
    default:
      return undefined
  }
}

/** The smallest parts in which two versions of a policy differ, in the order of the schema. */
export function policyChanges(
  node: SchemaNode,
  before: unknown,
  after: unknown,
  path: PolicyPath = [],
): PolicyChange[] {
  if (sameValue(before, after)) return []
  const whole = [{ path, node, before, after }]
  if (!isThere(before) || !isThere(after)) return whole
  if (kindOf(node) === 'nullable') return policyChanges(valueNode(node), before, after, path)
  const parts = partsOf(node, before, after)
  if (!parts) return whole
  return parts.flatMap(([key, part]) => policyChanges(part, Object(before)[key], Object(after)[key], [...path, key]))
}
