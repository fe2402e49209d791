type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Gives the schemas that have a name (`$id`) a place of their own under `components.schemas`, and refers to them from
 * where they were written out.
 */
export function hoistSchemas<T>(document: T): T {
  const named: Json = {}
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit)
    if (!isObject(value)) return value
    const { $id, ...rest } = Object.fromEntries(Object.entries(value).map(([key, v]) => [key, visit(v)])) as Json
    if (typeof $id !== 'string') return $id === undefined ? rest : { $id, ...rest }
    named[$id] ??= rest
    return { $ref: `#/components/schemas/${$id}` }
  }
  const visited = visit(document) as Json
  const components = isObject(visited.components) ? visited.components : {}
  const schemas = isObject(components.schemas) ? components.schemas : {}
  return { ...visited, components: { ...components, schemas: { ...schemas, ...named } } } as T
}
