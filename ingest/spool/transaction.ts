import type { MendableDatabase } from './mendable.ts'

function once(sqlite: MendableDatabase, work: () => void): void {
  sqlite.exec('begin immediate')
  try {
    work()
    sqlite.exec('commit')
  } catch (error) {
    if (sqlite.isTransaction) sqlite.exec('rollback')
    throw error
  }
}

/**
 * Runs `work` in one transaction: all of it is on disk when this returns, or nothing of it when this throws. When the
 * file turns out to be damaged and is mended, `work` runs again.
 */
export function transaction(sqlite: MendableDatabase, work: () => void): void {
  try {
    once(sqlite, work)
  } catch (error) {
    if (!sqlite.mended(error)) throw error
    once(sqlite, work)
  }
}
