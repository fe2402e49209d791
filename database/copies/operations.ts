import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { CodedError } from '#domain/errors.ts'
import { type DatabaseNeeds, operationsFile } from '../database.ts'
import { unavailable } from '../unavailable.ts'
import { dump, undump } from './pgTools.ts'

/** The operations database as a file: of which kind, and which migrations it has seen. */
export interface OperationsCopy {
  dialect: 'sqlite' | 'postgres'
  file: string
  migrations: string[]
}

const MIGRATIONS_SEEN = 'select name from kysely_migration order by name'
/** Clients that know the changes after the backup start anew instead of going on with others of the same number. */
const NEW_EPOCH = "delete from meta where key = 'epoch'"
/** Every page there can be (SQLite's `SQLITE_MAX_PAGE_COUNT` is one less than twice this). */
const ALL_PAGES = 2 ** 31 - 1
const PASS_FILE = '.pgpass'

const dialectOf = ({ url }: DatabaseNeeds): OperationsCopy['dialect'] => (url === undefined ? 'sqlite' : 'postgres')
const namesOf = (rows: unknown[]): string[] => (rows as { name: string }[]).map(({ name }) => name)

/** @throws CodedError DATABASE_UNAVAILABLE */
async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.query(sql)).rows
  } catch (error) {
    throw unavailable(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** SQLite's copy as of one moment; others may write meanwhile. @throws CodedError BACKUP_FAILED where there is none */
async function copySqlite(from: string, to: string): Promise<string[]> {
  if (!existsSync(from)) throw new CodedError('BACKUP_FAILED', { file: from }, `${from}: there is nothing to back up`)
  const source = new DatabaseSync(from, { timeout: 5000 })
  try {
    // All pages in one step: otherwise it begins anew whenever the service writes.
    await backup(source, to, { rate: ALL_PAGES })
  } finally {
    source.close()
  }
  const made = new DatabaseSync(to)
  const names = namesOf(made.prepare(MIGRATIONS_SEEN).all())
  made.exec('pragma journal_mode = delete')
  made.close()
  return names
}

/** Copies the operations database into a folder, beside the work. @throws CodedError BACKUP_FAILED, DATABASE_UNAVAILABLE */
export async function copyOperations(needs: DatabaseNeeds, folder: string): Promise<OperationsCopy> {
  const dialect = dialectOf(needs)
  if (needs.url === undefined) {
    const file = 'operations.db'
    return { dialect, file, migrations: await copySqlite(operationsFile(needs), join(folder, file)) }
  }
  const file = 'operations.pgdump'
  const migrations = namesOf(await ask(needs.url, MIGRATIONS_SEEN))
  const passFile = join(folder, PASS_FILE)
  await dump({ url: needs.url, file: join(folder, file), passFile }).finally(() => rm(passFile, { force: true }))
  return { dialect, file, migrations }
}

/** @throws CodedError DATABASE_NOT_EMPTY, DATABASE_UNAVAILABLE */
export async function refuseFullDatabase({ url }: DatabaseNeeds): Promise<void> {
  if (url === undefined) return
  const tables = await ask(url, "select 1 from pg_tables where schemaname = 'public' limit 1")
  if (tables.length > 0) throw new CodedError('DATABASE_NOT_EMPTY')
}

/** Makes a copy the one to go on from: SQLite's in its place in `folder`, PostgreSQL's in the empty database. */
export async function reviveOperations(needs: DatabaseNeeds, folder: string, file: string): Promise<void> {
  const { url } = needs
  if (url === undefined) {
    const sqlite = new DatabaseSync(join(folder, file))
    sqlite.exec(NEW_EPOCH)
    sqlite.close()
    return
  }
  const passFile = join(folder, PASS_FILE)
  await undump({ url, file: join(folder, file), passFile }).finally(() => rm(passFile, { force: true }))
  await ask(url, NEW_EPOCH)
  await rm(join(folder, file))
}
