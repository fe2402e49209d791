import { closeSync, existsSync, openSync, readSync, renameSync, statSync, truncateSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Log } from '#domain/log.ts'
import type { Millis } from '#domain/time.ts'

/** What became of a spool file that was damaged. */
export interface Rescue {
  /** Where the damaged file lies now. */
  damaged: string
  /** Records carried over into the new one. */
  records: number
}

const CORRUPT = 11
const NOT_A_DATABASE = 26
const primaryCode = (error: unknown): number => ((error as { errcode?: number }).errcode ?? 0) & 0xff

/** Whether an error says that the file itself is damaged. */
export const isDamage = (error: unknown): boolean => [CORRUPT, NOT_A_DATABASE].includes(primaryCode(error))

/** SQLite file format §1.3: page size at byte 16, number of pages at byte 28. */
const HEADER_BYTES = 100
const LONGEST = 2 ** 36

/**
 * SQLite reads nothing of a file that is shorter than its header says: the end is made up with zeros, which count as
 * damage of those pages alone.
 */
function restoreLength(file: string): void {
  const header = Buffer.alloc(HEADER_BYTES)
  const handle = openSync(file, 'r')
  readSync(handle, header, 0, HEADER_BYTES, 0)
  closeSync(handle)
  if (!header.toString('latin1').startsWith('SQLite format 3')) return
  const bytes = header.readUInt16BE(16) * header.readUInt32BE(28)
  if (bytes > statSync(file).size && bytes < LONGEST) truncateSync(file, bytes)
}

/** Moves a damaged file and its write-ahead log out of the way. @returns its new name */
export function setAside(file: string, now: Millis): string {
  const damaged = `${file}.damaged-${now}`
  for (const suffix of ['', '-wal']) if (existsSync(file + suffix)) renameSync(file + suffix, damaged + suffix)
  return damaged
}

const SLICE = 500

type Row = Record<string, number | string>

/** Every row of `record` that can still be read: where a slice cannot, row by row, past the damage. */
function* readableRecords(from: DatabaseSync): Generator<Row> {
  const slice = from.prepare('select position, crc, item from record where position > ? order by position limit ?')
  const last = lastPosition(from)
  for (let after = firstPosition(from) - 1, limit = SLICE; after < last; ) {
    try {
      const rows = slice.all(after, limit) as Row[]
      yield* rows
      if (rows.length === 0) return
      after = Number(rows.at(-1)?.position)
      limit = SLICE
    } catch {
      if (limit === 1) after += 1
      else limit = 1
    }
  }
}

function tryNumber(from: DatabaseSync, sql: string): number | undefined {
  try {
    return (from.prepare(sql).get() as { n: number | null } | undefined)?.n ?? undefined
  } catch {
    return undefined
  }
}
const firstPosition = (from: DatabaseSync): number =>
  tryNumber(from, 'select min(position) as n from record') ??
  (tryNumber(from, 'select min(position) as n from reader') ?? 0) + 1
const lastPosition = (from: DatabaseSync): number =>
  tryNumber(from, "select seq as n from sqlite_sequence where name = 'record'") ??
  tryNumber(from, 'select max(position) as n from record') ??
  (tryNumber(from, 'select max(position) as n from reader') ?? 0) + 1_000_000

const TABLES = ['reader', 'reader_state', 'rejection', 'mark', 'sequence']

function copyRows(to: DatabaseSync, table: string, rows: Iterable<Row>): number {
  let copied = 0
  let insert: StatementSync | undefined
  for (const row of rows) {
    const columns = Object.keys(row)
    insert ??= to.prepare(
      `insert or ignore into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
    )
    insert.run(...Object.values(row))
    copied += 1
  }
  return copied
}

/** Copies what can still be read of a damaged spool. @returns the records that were carried over */
export function carryOver(damaged: string, to: DatabaseSync, log: Log): number {
  let records = 0
  let from: DatabaseSync | undefined
  const attempt = (table: string, copy: () => void): void => {
    try {
      copy()
    } catch (err) {
      log.error({ err, table }, 'a part of the damaged spool could not be read')
    }
  }
  to.exec('begin immediate')
  attempt('file', () => {
    restoreLength(damaged)
    from = new DatabaseSync(damaged)
  })
  const source = from
  if (source) {
    attempt('record', () => {
      records = copyRows(to, 'record', readableRecords(source))
    })
    for (const table of TABLES) {
      const rows = () => source.prepare(`select * from ${table}`).iterate() as Iterable<Row>
      attempt(table, () => void copyRows(to, table, rows()))
    }
    attempt('sequence', () => {
      to.prepare("update sqlite_sequence set seq = max(seq, ?) where name = 'record'").run(lastPosition(source))
    })
    attempt('file', () => source.close())
  }
  to.exec('commit')
  return records
}
