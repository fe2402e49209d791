import type { DatabaseSync } from 'node:sqlite'

/** Runs `work` in one transaction: all of it is on disk when this returns, or nothing of it when this throws. */
export function transaction(sqlite: DatabaseSync, work: () => void): void {
  sqlite.exec('begin immediate')
  try {
    work()
    sqlite.exec('commit')
  } catch (error) {
    if (sqlite.isTransaction) sqlite.exec('rollback')
    throw error
  }
}
