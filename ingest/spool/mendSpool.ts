import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Log } from '#domain/log.ts'
import type { Millis } from '#domain/time.ts'
import { carryOver, type Rescue, setAside } from './rescueSpool.ts'

interface MendNeeds {
  file: string
  open(file: string): DatabaseSync
  /** Opens a damaged file without looking at it. */
  reopen(file: string): DatabaseSync
  freeBytes(dir: string): number
  now(): Millis
  /** Told of a rescue, before anything is written into the new file. */
  onMended(rescue: Rescue, sqlite: DatabaseSync): void
  log: Log
}

/** A disk that damages whatever is written must not be filled with copies. */
const PAUSE_MS = 60_000

const sizeOf = (file: string): number =>
  [file, `${file}-wal`].reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0)

function putBack(file: string, damaged: string): void {
  for (const suffix of ['', '-wal', '-shm']) {
    rmSync(file + suffix, { force: true })
    if (existsSync(damaged + suffix)) renameSync(damaged + suffix, file + suffix)
  }
}

/**
 * Mends a spool whose file shows damage while it is open: sets it aside and carries what can be read into a new one.
 * Until that succeeds nothing changes: messages wait unacknowledged.
 */
export function createMend(needs: MendNeeds) {
  const { file, open, reopen, freeBytes, now, onMended, log } = needs
  let lastAt = Number.NEGATIVE_INFINITY
  return (old: DatabaseSync, why: unknown): DatabaseSync | undefined => {
    if (performance.now() - lastAt < PAUSE_MS || freeBytes(dirname(file)) < sizeOf(file)) return undefined
    lastAt = performance.now()
    old.close()
    const damaged = setAside(file, now())
    log.error({ err: why, damaged }, 'the spool file is damaged; what can be read goes into a new one')
    try {
      const sqlite = open(file)
      onMended({ damaged, records: carryOver(damaged, sqlite, log) }, sqlite)
      return sqlite
    } catch (err) {
      log.error({ err }, 'the spool could not be mended; messages wait unacknowledged')
      putBack(file, damaged)
      return reopen(file)
    }
  }
}
