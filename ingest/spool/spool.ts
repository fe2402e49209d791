import { statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import type { Log } from '#domain/log.ts'
import type { SpoolReader } from '#domain/spool.ts'
import type { Rejection } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import { openCursors } from './cursors.ts'
import { createGroupCommit, type GroupLimits } from './groupCommit.ts'
import { openSpoolFile } from './openSpoolFile.ts'
import { openReader } from './reader.ts'
import { openRecords } from './records.ts'
import { type NewRejection, openRejections, type RejectionQuery } from './rejections.ts'
import { transaction } from './transaction.ts'
import { createTrimmer } from './trimmer.ts'
import { createWaiters } from './waiters.ts'

/** What became of one message: items as JSON text, and what of it was refused. */
interface SpoolEntry {
  items: readonly string[]
  rejections: readonly NewRejection[]
}

export interface SpoolLimits extends GroupLimits {
  /** Refused messages that are kept. */
  rejections: number
  /** Consumed records that one transaction deletes, and the pause between two. */
  trim: { slice: number; everyMs: number }
}

const SPOOL_LIMITS: SpoolLimits = {
  windowMs: 3,
  groupSize: 500,
  waitingBytes: 64 * 1_048_576,
  retryMs: [100, 5_000],
  rejections: 10_000,
  trim: { slice: 2_000, everyMs: 500 },
}

export interface SpoolNeeds {
  file: string
  /** Readers whose records are kept from the first start, whether they have come or not. */
  readers: readonly string[]
  now(): Millis
  log: Log
  limits?: Partial<SpoolLimits>
  /** Failpoint: called inside the transaction, before its commit. */
  beforeCommit?(): void
}

/** The write-ahead log between the door and everything behind it: one SQLite file, one fsync for a group of messages. */
export interface Spool {
  /** Resolves when the entry is on disk. @throws CodedError SPOOL_UNAVAILABLE */
  append(entry: SpoolEntry): Promise<void>
  reader(name: string): SpoolReader
  rejected(query: RejectionQuery): Rejection[]
  stats(): { records: number; bytes: number; newest: number }
  /** Puts what waits on disk and lets the file go. */
  close(): void
}

const sizeOf = ({ items, rejections }: SpoolEntry): number =>
  items.reduce((sum, item) => sum + item.length, 0) + rejections.reduce((sum, r) => sum + r.payload.length + 200, 0)

const bytesOf = (file: string): number =>
  [file, `${file}-wal`].reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0)

function seedReaders(sqlite: DatabaseSync, names: readonly string[], position: number): void {
  const seed = sqlite.prepare('insert or ignore into reader (name, position) values (?, ?)')
  transaction(sqlite, () => {
    for (const name of names) seed.run(name, position)
  })
}

/** Opens the spool. @throws CodedError DATA_DIR_IN_USE */
export function openSpool(needs: SpoolNeeds): Spool {
  const { file, now, log, beforeCommit } = needs
  const limits = { ...SPOOL_LIMITS, ...needs.limits }
  const sqlite = openSpoolFile(file)
  const records = openRecords(sqlite)
  const rejections = openRejections(sqlite, limits.rejections)
  const waiters = createWaiters()
  let { lowest, newest } = records.ends()
  seedReaders(sqlite, needs.readers, lowest - 1)
  const cursors = openCursors(sqlite)

  const write = (entries: readonly SpoolEntry[]): void => {
    let last = newest
    transaction(sqlite, () => {
      for (const { items, rejections: refused } of entries) {
        last = records.add(items) || last
        rejections.add(refused)
      }
      beforeCommit?.()
    })
    newest = last
    waiters.wake()
  }
  const group = createGroupCommit({ write, sizeOf, limits, log })
  const trimmer = createTrimmer(limits.trim, log, () => {
    const upTo = Math.min(cursors.slowest(), lowest + limits.trim.slice - 1)
    if (upTo < lowest) return false
    transaction(sqlite, () => records.removeUpTo(upTo))
    lowest = upTo + 1
    return lowest <= cursors.slowest()
  })
  const endsAt = (position: number): void => {
    newest = position
  }
  const onCommit = trimmer.poke
  const shared = { sqlite, records, cursors, rejections, waiters, newest: () => newest, endsAt, onCommit, now, log }

  return {
    append: entry => (entry.items.length + entry.rejections.length === 0 ? Promise.resolve() : group.add(entry)),
    reader: name => openReader(name, lowest - 1, shared),
    rejected: rejections.list,
    stats: () => ({ records: Math.max(0, newest - lowest + 1), bytes: bytesOf(file), newest }),
    close: () => {
      group.close()
      trimmer.stop()
      sqlite.close()
      waiters.wake()
    },
  }
}
