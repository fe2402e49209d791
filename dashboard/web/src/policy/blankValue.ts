import { kindOf, type SchemaNode } from './schemaNode.ts'

/** What a new row begins with: the least that its schema asks for. */
export function blankValue(node: SchemaNode): unknown {
  switch (kindOf(node)) {
    case 'number':
      return node.minimum ?? (node.exclusiveMinimum !== undefined ? node.maximum : 0)
    case 'choice':
      return node.enum?.[0]
    case 'flag':
      return false
    case 'text':
      return ''
    case 'nullable':
      return null
    case 'record':
      return {}
    case 'variants':
      return blankValue(node.anyOf?.[0] ?? {})
    case 'group':
      return Object.fromEntries(
        (node.required ?? []).map(key => [key, blankValue(node.properties?.[key] ?? {})] as const),
      )
    default:
      return Array.from({ length: node.minItems ?? 0 }, () => blankValue(node.items ?? {}))
  }
}
