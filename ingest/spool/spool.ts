import { statSync } from 'node:fs'
import type { Log } from '#domain/log.ts'
import type { SpoolReader } from '#domain/spool.ts'
import type { Rejection } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import type { AlarmCode, Alarms } from '../alarms.ts'
import { openCursors } from './cursors.ts'
import { createGroupCommit, type DiskSync, type GroupLimits } from './groupCommit.ts'
import { createHoldBack, type HoldLimits } from './holdBack.ts'
import { createLogSync } from './logSync.ts'
import type { MendableDatabase } from './mendable.ts'
import { openSpoolFile } from './openSpoolFile.ts'
import { createQuota, freeBytesOf, QUOTA_LIMITS, type QuotaLimits } from './quota.ts'
import { openReader, type ReaderNeeds } from './reader.ts'
import { openRecords } from './records.ts'
import { openRejections, type RejectionQuery } from './rejections.ts'
import type { Rescue } from './rescueSpool.ts'
import { type SpoolEntry, sizeOf, urgencyOf } from './spoolEntry.ts'
import { createTail } from './tail.ts'
import { transaction } from './transaction.ts'
import { createTrimmer } from './trimmer.ts'
import { createWaiters } from './waiters.ts'
import { createGroupWriter, type Remembered } from './writeGroup.ts'

export interface SpoolLimits extends GroupLimits, HoldLimits, QuotaLimits {
  /** Refused messages that are kept. */
  rejections: number
  /** Marks that are remembered over a restart. */
  marks: number
  /** Consumed records that one transaction deletes, the pause before the first and that between two. */
  trim: { slice: number; everyMs: number; betweenMs?: number }
  /** The newest records that are kept in memory too, as bytes on disk. */
  tailBytes: number
}

const SPOOL_LIMITS: SpoolLimits = {
  windowMs: 3,
  groupSize: 2_000,
  waitingBytes: 64 * 1_048_576,
  retryMs: [100, 5_000],
  rejections: 10_000,
  marks: 50_000,
  trim: { slice: 2_000, everyMs: 500 },
  tailBytes: 16 * 1_048_576,
  room: { everyMs: 50, atOnce: 500 },
  ...QUOTA_LIMITS,
}
const TRIM_BETWEEN_MS = 20

export interface SpoolNeeds {
  file: string
  /** Readers whose records are kept from the first start, whether they have come or not. */
  readers: readonly string[]
  now(): Millis
  log: Log
  limits?: Partial<SpoolLimits>
  alarms?: Alarms
  /** Bytes free on the disk of the spool; asks the system unless given. */
  freeBytes?(dir: string): number
  /** What changed of the gateways' counting since it was asked last: goes on disk with a group. */
  sequences?(): Iterable<readonly [gateway: string, state: string]>
  /** Failpoint: called inside the transaction, before its commit. */
  beforeCommit?(): void
  /** Brings what was committed onto the disk; fsyncs the write-ahead log unless given. */
  sync?: DiskSync
}

interface Ends {
  /** Position of the oldest record that is left. */
  lowest: number
  newest: number
}

interface TrimNeeds {
  records: ReturnType<typeof openRecords>
  cursors: ReturnType<typeof openCursors>
  tail: ReturnType<typeof createTail>
  trimmed(): void
  alarms: Alarms
  limits: SpoolLimits['trim']
  log: Log
}

export interface SpoolStats {
  records: number
  /** Size of the files. */
  bytes: number
  newest: number
  usedBytes: number
  /** The quota, or what the disk leaves of it. */
  limitBytes: number
  freeBytes: number
  /** The share of the limit that is used. */
  fill: number
  /** Messages that wait unacknowledged for room. */
  held: number
  readers: { name: string; behindRecords: number }[]
}

/** The write-ahead log between the door and everything behind it: one SQLite file, one fsync for a group of messages. */
export interface Spool {
  /** Resolves when the entry is on disk. @throws CodedError SPOOL_UNAVAILABLE */
  append(entry: SpoolEntry): Promise<void>
  reader(name: string): SpoolReader
  rejected(query: RejectionQuery): Rejection[]
  stats(): SpoolStats
  /** What an earlier run remembered; once, at the start. */
  remembered(): Remembered
  /** Nearly full, on disk or in memory: whoever is not connected yet had better come later. */
  saturated(): boolean
  /** Writes all that is on disk at one moment into a new file, beside the work. */
  copyTo(file: string, signal: AbortSignal): Promise<void>
  /** Puts what waits on disk and lets the file go. */
  close(): void
}

const bytesOf = (file: string): number =>
  [file, `${file}-wal`].reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0)

function seedReaders(sqlite: MendableDatabase, names: readonly string[], position: number): void {
  const seed = sqlite.prepare('insert or ignore into reader (name, position) values (?, ?)')
  transaction(sqlite, () => {
    for (const name of names) seed.run(name, position)
  })
}

const noAlarms: Alarms = { raise: () => undefined, clear: () => undefined, list: () => [] }

const alarmOf =
  (alarms: Alarms, code: AlarmCode) =>
  (error: unknown): void => {
    if (error === undefined) alarms.clear(code)
    else alarms.raise(code, (error as Error).message)
  }

function openFile(needs: SpoolNeeds, alarms: Alarms, positions: () => [string, number][]): MendableDatabase {
  const onRescue = ({ damaged, records }: Rescue): void =>
    alarms.raise('SPOOL_FILE_DAMAGED', `${damaged} was set aside; ${records} records were carried over`)
  return openSpoolFile({ freeBytes: freeBytesOf, ...needs, onRescue, positions })
}

/** Keeps what was written up to `newest` in memory, as far as it came as objects. */
function remember(tail: ReturnType<typeof createTail>, entries: readonly SpoolEntry[], newest: number): void {
  let first = newest + 1 - entries.reduce((sum, { items }) => sum + items.length, 0)
  for (const { items, objects } of entries) {
    if (objects) tail.add(first, objects, items)
    first += items.length
  }
}

interface WriteNeeds {
  groups: ReturnType<typeof createGroupWriter>
  ends: Ends
  tail: ReturnType<typeof createTail>
  waiters: ReturnType<typeof createWaiters>
  written(): void
}

/** Puts groups into the file; readers see them when they are on disk. */
const createWrite =
  ({ groups, ends, tail, waiters, written }: WriteNeeds) =>
  (entries: readonly SpoolEntry[]): (() => void) => {
    const last = groups.write(entries)
    written()
    return () => {
      ends.newest = last || ends.newest
      remember(tail, entries, ends.newest)
      waiters.wake()
    }
  }

/** Deletes what every reader has passed, and knows the oldest record that is left. */
function createTrim(sqlite: MendableDatabase, ends: Ends, needs: TrimNeeds) {
  const { records, cursors, tail, trimmed, log } = needs
  const { slice } = needs.limits
  const trim = (): boolean => {
    const upTo = Math.min(cursors.slowest(), ends.lowest + slice - 1)
    if (upTo < ends.lowest) return false
    transaction(sqlite, () => records.removeUpTo(upTo))
    ends.lowest = upTo + 1
    tail.forget(upTo)
    trimmed()
    return ends.lowest <= cursors.slowest()
  }
  const outcome = alarmOf(needs.alarms, 'SPOOL_TRIM_FAILING')
  return createTrimmer({ betweenMs: TRIM_BETWEEN_MS, ...needs.limits, trim, outcome, log })
}

/** Opens the spool. @throws CodedError DATA_DIR_IN_USE */
export function openSpool(needs: SpoolNeeds): Spool {
  const { file, log, alarms = noAlarms } = needs
  const limits = { ...SPOOL_LIMITS, ...needs.limits }
  const kept: { cursors?: ReturnType<typeof openCursors> } = {}
  const sqlite = openFile(needs, alarms, () => kept.cursors?.all() ?? [])
  const records = openRecords(sqlite)
  const rejections = openRejections(sqlite, limits.rejections)
  const quota = createQuota({ ...needs, sqlite, limits, alarms })
  const groups = createGroupWriter(sqlite, { ...needs, records, rejections, keepMarks: limits.marks })
  const tail = createTail(limits.tailBytes)
  const waiters = createWaiters()
  const ends: Ends = records.ends()
  seedReaders(sqlite, needs.readers, ends.lowest - 1)
  const cursors = openCursors(sqlite)
  kept.cursors = cursors

  const { sync = createLogSync(file, sqlite) } = needs
  const write = createWrite({ groups, ends, tail, waiters, written: quota.refresh })
  const group = createGroupCommit({ write, sync, sizeOf, limits, log, outcome: alarmOf(alarms, 'SPOOL_WRITE_FAILING') })
  const hasRoomFor = (entry: SpoolEntry) => quota.hasRoomFor(urgencyOf(entry), group.waitingBytes())
  const hold = createHoldBack({ add: group.add, lineOf: urgencyOf, hasRoomFor, look: quota.refresh, sizeOf, limits })
  const consumed = { records, cursors, tail, trimmed: quota.refresh, alarms, limits: limits.trim, log }
  const trimmer = createTrim(sqlite, ends, consumed)
  const shared: ReaderNeeds = {
    ...{ sqlite, records, tail, cursors, rejections, waiters, now: needs.now, log },
    newest: () => ends.newest,
    endsAt: position => {
      ends.newest = position
    },
    onCommit: trimmer.poke,
    onDamage: position => alarms.raise('SPOOL_RECORD_DAMAGED', `Record ${position} was damaged and put aside`),
  }

  return {
    append: entry => (entry.items.length + entry.rejections.length === 0 ? Promise.resolve() : hold.add(entry)),
    reader: name => openReader(name, ends.lowest - 1, shared),
    rejected: rejections.list,
    remembered: groups.remembered,
    saturated: () => quota.saturated() || hold.held().bytes > limits.refuseAt * limits.waitingBytes,
    stats: () => ({
      records: Math.max(0, ends.newest - ends.lowest + 1),
      newest: ends.newest,
      bytes: bytesOf(file),
      ...quota.figures(),
      held: hold.held().entries,
      readers: cursors.all().map(([name, at]) => ({ name, behindRecords: Math.max(0, ends.newest - at) })),
    }),
    copyTo: sqlite.copyTo,
    close: () => {
      hold.close()
      group.close()
      trimmer.stop()
      sqlite.close()
      waiters.wake()
    },
  }
}
