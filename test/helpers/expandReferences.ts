// biome-ignore lint/suspicious/noExplicitAny: a document of many shapes
type Document = any

/** What a `#/…` reference of a document leads to. */
export const resolveReference = (document: Document, ref: string): unknown =>
  ref
    .split('/')
    .slice(1)
    .reduce((at, key) => at?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], document)

/** The schema at a place of a document, its references written out. */
export function expandReferences(document: Document, schema: Document): Document {
  if (Array.isArray(schema)) return schema.map(s => expandReferences(document, s))
  if (typeof schema !== 'object' || schema === null) return schema
  if (typeof schema.$ref === 'string' && schema.$ref.startsWith('#/components/'))
    return expandReferences(document, resolveReference(document, schema.$ref))
  return Object.fromEntries(Object.entries(schema).map(([key, v]) => [key, expandReferences(document, v)]))
}
