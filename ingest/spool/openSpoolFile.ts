import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { backup, type DatabaseSync } from 'node:sqlite'
import { openSqliteFile } from '#database/nodeSqlite.ts'
import { CodedError } from '#domain/errors.ts'
import type { Log } from '#domain/log.ts'
import type { Millis } from '#domain/time.ts'
import { type MendableDatabase, makeMendable } from './mendable.ts'
import { createMend } from './mendSpool.ts'
import { carryOver, isDamage, type Rescue, setAside } from './rescueSpool.ts'

const SCHEMA = `
  create table if not exists record (
    position integer primary key autoincrement,
    crc integer not null,
    item text not null
  ) strict;
  create table if not exists reader (name text primary key, position integer not null) strict, without rowid;
  create table if not exists reader_state (
    reader text not null,
    key text not null,
    value text not null,
    primary key (reader, key)
  ) strict, without rowid;
  create table if not exists rejection (
    id integer primary key autoincrement,
    received_at integer not null,
    topic text not null,
    gateway text not null,
    reason text not null,
    detail text not null,
    payload text not null
  ) strict;
  create table if not exists mark (id integer primary key autoincrement, count integer not null, marks text not null) strict;
  create table if not exists sequence (gateway text primary key, state text not null) strict, without rowid;`

const SQLITE_BUSY = 5
const SQLITE_CORRUPT = 11
const isBusy = (error: unknown): boolean => (error as { errcode?: number }).errcode === SQLITE_BUSY

/** How long an earlier service on the same folder may take to let go. */
const BUSY_MS = 500
/** The log is copied into the file when it has so many pages (4 MiB): messages wait for that, so a little at a time. */
const CHECKPOINT_PAGES = 1_000

function open(file: string): DatabaseSync {
  const sqlite = openSqliteFile(file, BUSY_MS)
  try {
    sqlite.exec(
      `pragma locking_mode = exclusive; pragma synchronous = normal; pragma wal_autocheckpoint = ${CHECKPOINT_PAGES};
       begin immediate; ${SCHEMA} commit`,
    )
    const { quick_check: found } = sqlite.prepare('pragma quick_check(1)').get() as { quick_check: string }
    if (found !== 'ok') throw Object.assign(new Error(found), { errcode: SQLITE_CORRUPT })
    return sqlite
  } catch (error) {
    sqlite.close()
    throw error
  }
}

/** A commit does not fsync here (see logSync.ts), a checkpoint does: all that was written is on disk when this returns. */
const bringToDisk = (sqlite: DatabaseSync): void => sqlite.exec('pragma wal_checkpoint(truncate)')

/** Copies the spool of a service that is stopped. @throws CodedError DATA_DIR_IN_USE */
export async function copySpoolFile(file: string, to: string): Promise<void> {
  const sqlite = open(file)
  await backup(sqlite, to).finally(() => sqlite.close())
}

interface OpenNeeds {
  file: string
  now(): Millis
  log: Log
  freeBytes(dir: string): number
  /** Told of every rescue. */
  onRescue(rescue: Rescue): void
  /** Where the readers stand: known in memory, whatever is damaged. */
  positions(): Iterable<readonly [reader: string, position: number]>
}

function openWhole({ file, now, log, onRescue }: OpenNeeds): DatabaseSync {
  try {
    return open(file)
  } catch (error) {
    if (isBusy(error)) throw new CodedError('DATA_DIR_IN_USE', { file }, `Another service is using ${dirname(file)}`)
    if (!isDamage(error)) throw error
    const damaged = setAside(file, now())
    log.error(
      { err: error, damaged },
      'the spool file is damaged; it is set aside and what can be read is carried over',
    )
    const sqlite = open(file)
    const records = carryOver(damaged, sqlite, log)
    bringToDisk(sqlite)
    onRescue({ damaged, records })
    return sqlite
  }
}

/**
 * Opens the spool's file and holds it alone until it is closed. A damaged one is set aside, and what can still be read
 * of it is carried over into a new one, at the start and at any time later: damage must not stop the service.
 * @throws CodedError DATA_DIR_IN_USE when another service has it
 */
export function openSpoolFile(needs: OpenNeeds): MendableDatabase {
  mkdirSync(dirname(needs.file), { recursive: true })
  const onMended = (rescue: Rescue, sqlite: DatabaseSync): void => {
    const keep = sqlite.prepare('insert or replace into reader (name, position) values (?, ?)')
    for (const [reader, position] of needs.positions()) keep.run(reader, position)
    bringToDisk(sqlite)
    needs.onRescue(rescue)
  }
  const mend = createMend({ ...needs, open, reopen: file => openSqliteFile(file, BUSY_MS), onMended })
  return makeMendable(openWhole(needs), mend)
}
