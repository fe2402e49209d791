/** What a form reads of the JSON Schema by which the service checks a policy. */
export interface SchemaNode {
  type?: string
  enum?: readonly (string | number)[]
  anyOf?: readonly SchemaNode[]
  items?: SchemaNode
  properties?: Readonly<Record<string, SchemaNode>>
  required?: readonly string[]
  patternProperties?: Readonly<Record<string, SchemaNode>>
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  minItems?: number
  maxItems?: number
  minLength?: number
  maxLength?: number
  pattern?: string
}

/** The ways in which a part of a policy is shown and changed. */
export type Kind =
  | 'number'
  | 'text'
  | 'flag'
  | 'choice'
  /** Several of a few. */
  | 'choices'
  | 'list'
  /** A list of objects. */
  | 'rows'
  /** A list for each key that a user gives. */
  | 'record'
  /** A value or none. */
  | 'nullable'
  /** One of several objects. */
  | 'variants'
  | 'group'

const SCALARS: Record<string, Kind> = { integer: 'number', number: 'number', boolean: 'flag', string: 'text' }

export function kindOf(node: SchemaNode): Kind {
  if (node.anyOf) return node.anyOf.some(each => each.type === 'null') ? 'nullable' : 'variants'
  if (node.enum) return 'choice'
  if (node.type === 'array') return node.items?.enum ? 'choices' : node.items?.type === 'object' ? 'rows' : 'list'
  if (node.patternProperties) return 'record'
  return SCALARS[node.type ?? ''] ?? 'group'
}

/** What a nullable part holds when it is not null. */
export const valueNode = (node: SchemaNode): SchemaNode => node.anyOf?.find(each => each.type !== 'null') ?? node

/** What a record holds under each key. */
export const recordNode = (node: SchemaNode): SchemaNode => Object.values(node.patternProperties ?? {})[0] ?? {}

/** Which of several objects a value is. */
export function variantOf(node: SchemaNode, value: unknown): number {
  const has = (each: SchemaNode) => each.required?.every(key => key in Object(value)) ?? false
  return Math.max(0, node.anyOf?.findIndex(has) ?? 0)
}
