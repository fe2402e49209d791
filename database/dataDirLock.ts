import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CodedError } from '#domain/errors.ts'

/**
 * Takes a folder for this process alone. The lock is the operating system's, on an open file: it goes with the process,
 * however that ends, and leaves nothing to clean up.
 * @throws CodedError DATA_DIR_IN_USE when another process holds it
 */
export function lockDataDir(dataDir: string): { close(): Promise<void> } {
  mkdirSync(dataDir, { recursive: true })
  const file = new DatabaseSync(join(dataDir, 'lock.db'), { timeout: 0 })
  try {
    file.exec('pragma locking_mode = exclusive; begin exclusive; commit')
  } catch {
    file.close()
    throw new CodedError('DATA_DIR_IN_USE', { dataDir }, `Another service is using ${dataDir}`)
  }
  return { close: async () => file.close() }
}
