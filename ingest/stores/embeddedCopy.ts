import type { DuckDBConnection } from '@duckdb/node-api'

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Copies the whole database as of one moment into a new file; its rows keep their order. */
export async function copyDatabase(connection: DuckDBConnection, file: string, signal: AbortSignal): Promise<void> {
  const interrupt = (): void => connection.interrupt()
  const [row] = (await connection.runAndReadAll('select current_catalog()')).getRows()
  await connection.run(`attach ${quoted(file)} as copy`)
  signal.addEventListener('abort', interrupt)
  try {
    signal.throwIfAborted()
    await connection.run(`copy from database ${String(row?.[0])} to copy`)
  } finally {
    signal.removeEventListener('abort', interrupt)
    await connection.run('detach copy')
  }
}
