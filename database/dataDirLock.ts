import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CodedError } from '#domain/errors.ts'

/** Where a backup is unpacked; while it is there the folder is not whole. */
export const restoringIn = (dataDir: string): string => join(dataDir, 'restoring')

/**
 * Takes a folder for this process alone. The lock is the operating system's, on an open file: it goes with the process,
 * however that ends, and leaves nothing to clean up.
 * @throws CodedError DATA_DIR_IN_USE when another process holds it, RESTORE_UNFINISHED when it is not whole
 */
export function lockDataDir(dataDir: string): { close(): Promise<void> } {
  mkdirSync(dataDir, { recursive: true })
  if (existsSync(restoringIn(dataDir))) throw new CodedError('RESTORE_UNFINISHED', { dataDir })
  return lockAnyDataDir(dataDir)
}

/** The same for a folder that is not whole yet. @throws CodedError DATA_DIR_IN_USE */
export function lockAnyDataDir(dataDir: string): { close(): Promise<void> } {
  const file = new DatabaseSync(join(dataDir, 'lock.db'), { timeout: 0 })
  try {
    file.exec('pragma locking_mode = exclusive; begin exclusive; commit')
  } catch {
    file.close()
    throw new CodedError('DATA_DIR_IN_USE', { dataDir }, `Another service is using ${dataDir}`)
  }
  return { close: async () => file.close() }
}
