import { sameValue } from '../versions/sameValue.ts'
import { type PolicyChange, policyChanges } from './policyChanges.ts'
import { type PolicyPath, pointerOf, valueAt, withValueAt } from './policyPath.ts'
import type { SchemaNode } from './schemaNode.ts'

/** What two people made of one version: mine, on top of what the other has saved. */
export interface Merged<P> {
  policy: P
  /** What the other changed. */
  theirs: PolicyChange[]
  /** What both changed, differently: mine stands in `policy`. */
  both: PolicyChange[]
}

const touches = (a: PolicyPath, b: PolicyPath): boolean => {
  const [one, other] = [`${pointerOf(a)}/`, `${pointerOf(b)}/`]
  return one.startsWith(other) || other.startsWith(one)
}

const codesOf = (list: readonly unknown[]): string => JSON.stringify(list.map(row => Object(row).code))

/** A list of which one of them added, took away or moved rows is one thing: the number of a row is not its name. */
function listOf(path: PolicyPath, versions: readonly unknown[]): PolicyPath {
  for (let length = 0; length < path.length; length++) {
    const lists = versions.map(version => valueAt(version, path.slice(0, length)))
    if (lists.every(Array.isArray) && new Set(lists.map(codesOf)).size > 1) return path.slice(0, length)
  }
  return path
}

/** Puts my changes of `base` on top of another's. */
export function mergePolicies<P>(node: SchemaNode, base: P, mine: P, other: P): Merged<P> {
  const theirs = policyChanges(node, base, other)
  const paths = policyChanges(node, base, mine).map(change => listOf(change.path, [base, mine, other]))
  const own = [...new Map(paths.map(path => [pointerOf(path), path])).values()]
  const policy = own.reduce<P>((sum, path) => withValueAt(sum, path, valueAt(mine, path)), other)
  const both = theirs.filter(
    ({ path, after }) => own.some(mineAt => touches(mineAt, path)) && !sameValue(valueAt(policy, path), after),
  )
  return { policy, theirs, both }
}
