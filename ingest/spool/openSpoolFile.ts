import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { openSqliteFile } from '#database/nodeSqlite.ts'
import { CodedError } from '#domain/errors.ts'

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
  ) strict;`

const SQLITE_BUSY = 5
const isBusy = (error: unknown): boolean => (error as { errcode?: number }).errcode === SQLITE_BUSY

/** How long an earlier service on the same folder may take to let go. */
const BUSY_MS = 500

/**
 * Opens the spool's file and holds it alone until it is closed.
 * @throws CodedError DATA_DIR_IN_USE when another service has it
 */
export function openSpoolFile(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true })
  try {
    const sqlite = openSqliteFile(file, BUSY_MS)
    sqlite.exec(`pragma locking_mode = exclusive; begin immediate; ${SCHEMA} commit`)
    return sqlite
  } catch (error) {
    if (isBusy(error)) throw new CodedError('DATA_DIR_IN_USE', { file }, `Another service is using ${dirname(file)}`)
    throw error
  }
}
