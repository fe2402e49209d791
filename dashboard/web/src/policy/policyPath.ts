/** Where a part of a policy stands: names of properties, numbers of rows. */
export type PolicyPath = readonly (string | number)[]

/** The path as a JSON pointer (RFC 6901; names of policies need no escapes). */
export const pointerOf = (path: PolicyPath): string => path.map(part => `/${part}`).join('')

export function valueAt(value: unknown, path: PolicyPath): unknown {
  return path.reduce<unknown>((at, part) => (at === null || at === undefined ? undefined : Object(at)[part]), value)
}

/** A copy with another value at the path; `undefined` takes a property away. */
export function withValueAt<T>(value: T, path: PolicyPath, given: unknown): T {
  const [first, ...rest] = path
  if (first === undefined) return given as T
  if (Array.isArray(value)) return value.map((each, i) => (i === first ? withValueAt(each, rest, given) : each)) as T
  const { [first]: old, ...others } = Object(value) as Record<string, unknown>
  const made = withValueAt(old, rest, given)
  return (made === undefined ? others : { ...Object(value), [first]: made }) as T
}
