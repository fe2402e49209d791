import type { KyselyPlugin, QueryId, RootOperationNode } from 'kysely'

function written(node: RootOperationNode): object | undefined {
  if (node.kind === 'InsertQueryNode') return node.into
  if (node.kind === 'UpdateQueryNode') return node.table
  return node.kind === 'DeleteQueryNode' ? node.from.froms[0] : undefined
}

const nameOf = (table: object): string =>
  (table as { table?: { identifier?: { name?: string } } }).table?.identifier?.name ?? 'unknown'

/** Calls `step` with the table of each statement that writes, once it has run and before anything else does. */
export function afterEachWrite(step: (table: string) => Promise<void>): KyselyPlugin {
  const tables = new WeakMap<QueryId, string>()
  return {
    transformQuery: ({ node, queryId }) => {
      const table = written(node)
      if (table !== undefined) tables.set(queryId, nameOf(table))
      return node
    },
    transformResult: async ({ queryId, result }) => {
      const table = tables.get(queryId)
      if (table !== undefined) await step(table)
      return result
    },
  }
}
