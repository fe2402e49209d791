import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, openDatabase } from '#database/database.ts'
import { startPostgres } from '../../helpers/postgres.ts'
import { requireBinary } from '../../helpers/realServer.ts'

/** Runs `measure` on an empty SQLite, then on an empty PostgreSQL where it is installed, both with commits that reach the disk. */
export async function onBothDatabases<T>(measure: (database: Database) => Promise<T>): Promise<Record<string, T>> {
  const figures: Record<string, T> = { sqlite: await onSqlite(measure) }
  const binary = requireBinary('postgres')
  if (binary === undefined) return figures
  const server = await startPostgres(binary, { durable: true })
  try {
    const database = await openDatabase({ dataDir: tmpdir(), url: await server.fresh() })
    figures.postgres = await measure(database).finally(() => database.close())
  } finally {
    await server.stop()
  }
  return figures
}

/** Runs `measure` on a PostgreSQL that is there. */
export async function onPostgres<T>(
  url: string,
  measure: (database: Database) => Promise<T>,
): Promise<Record<string, T>> {
  const database = await openDatabase({ dataDir: tmpdir(), url })
  return { postgres: await measure(database).finally(() => database.close()) }
}

/** Runs `measure` on an empty SQLite of its own. */
export async function onSqlite<T>(measure: (database: Database) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'caretaker-bench-'))
  try {
    const database = await openDatabase({ dataDir })
    return await measure(database).finally(() => database.close())
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}
