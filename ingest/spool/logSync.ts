import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import type { DiskSync } from './groupCommit.ts'

/**
 * Brings what was committed to a database in WAL mode onto the disk. The log is only ever appended to between two
 * checkpoints, so its fsync makes all commits so far durable, in order (sqlite.org/wal.html §2.3: with `synchronous =
 * normal` a commit leaves that fsync out, a checkpoint never does). After an fsync that failed the kernel takes the lost
 * pages for clean: then the whole log is copied into the database, which writes them anew.
 */
export function createLogSync(file: string, sqlite: Pick<DatabaseSync, 'exec'>): DiskSync {
  // Opened each time: a database that was mended has another log.
  const open = (): number => openSync(`${file}-wal`, 'r+')
  const writeAnew = (): void => sqlite.exec('pragma wal_checkpoint(truncate)')
  let suspect = false
  const doubt = (): void => {
    suspect = true
  }
  const settle = (): void => {
    if (!suspect) return
    writeAnew()
    suspect = false
  }
  const flush = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const log = open()
      fdatasync(log, error => {
        closeSync(log)
        if (error) reject(error)
        else resolve()
      })
    })
  const flushNow = (): void => {
    const log = open()
    try {
      fdatasyncSync(log)
    } finally {
      closeSync(log)
    }
  }
  return {
    later: async () => {
      if (!suspect) await flush().catch(doubt)
      settle()
    },
    now: () => {
      try {
        if (!suspect) flushNow()
      } catch {
        doubt()
      }
      settle()
    },
  }
}
