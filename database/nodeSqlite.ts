import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { SqliteDatabase, SqliteStatement } from 'kysely'

/**
 * Opens an embedded database file for durable use: WAL, and an fsync for every commit.
 * @param busyMs how long a statement waits for another process's lock
 */
export function openSqliteFile(file: string, busyMs = 5000): DatabaseSync {
  const sqlite = new DatabaseSync(file, { timeout: busyMs })
  sqlite.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
  return sqlite
}

/** Shows `node:sqlite` to Kysely's SQLite dialect, which expects better-sqlite3's shape. */
export function asKyselyDatabase(sqlite: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  const prepare = (sql: string): SqliteStatement => {
    // A deferred transaction that turns into a writer fails at once when another process wrote meanwhile.
    const statement = sqlite.prepare(sql === 'begin' ? 'begin immediate' : sql)
    return {
      reader: statement.columns().length > 0,
      all: parameters => statement.all(...(parameters as SQLInputValue[])),
      run: parameters => {
        // A full disk makes SQLite undo the transaction by itself; asked to undo it again it would hide what went wrong.
        if (sql === 'rollback' && !sqlite.isTransaction) return { changes: 0, lastInsertRowid: 0 }
        return statement.run(...(parameters as SQLInputValue[]))
      },
      iterate: parameters => statement.iterate(...(parameters as SQLInputValue[])),
    }
  }
  return {
    close: () => sqlite.close(),
    prepare: sql => {
      const known = statements.get(sql)
      if (known) return known
      const made = prepare(sql)
      if (statements.size < 500) statements.set(sql, made)
      return made
    },
  }
}
